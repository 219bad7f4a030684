/**
 * Says what the shipped scripts use of the browser, and whether each use has a reason: `node scripts/apis/index.mjs
 * [--root FOLDER] [--found]`.
 *
 * Shipped are the bundles of `npm/dist` and the shop of `www/`. It prints a verdict for each group as JSON, or with `--found`
 * what it found by source and use; it ends with 1 when a use has no reason.
 */

import { readdir, readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { dirname, join, normalize, relative } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { judge } from './judge.mjs';
import { uses } from './uses.mjs';

const { values } = parseArgs({
  args: argv.slice(2),
  options: { root: { type: 'string' }, found: { type: 'boolean' } },
});
const root = values.root ?? fileURLToPath(new URL('../../..', import.meta.url));

/** Lists the scripts of a folder, by name. */
async function scripts(folder, recursive) {
  const names = await readdir(join(root, folder), { recursive });
  return names
    .filter((name) => name.endsWith('.js'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort();
}

/** Gives what turns a place of a bundle into the source that it came from: itself, where it was not bundled. */
async function sources(file) {
  const text = await readFile(join(root, `${file}.map`), 'utf8').catch(() => undefined);
  if (text === undefined) return () => file;
  const map = new SourceMap(JSON.parse(text));
  return ({ line, column }) => {
    const { originalSource, generatedLine } = map.findEntry(line - 1, column);
    // What stands behind the last line of the map was put there after the build.
    if (originalSource === undefined || generatedLine !== line - 1) return file;
    if (/^[a-z]+:/.test(originalSource)) return originalSource;
    return relative('.', normalize(join(dirname(file), originalSource))).replaceAll('\\', '/');
  };
}

const found = [];
for (const file of [...(await scripts('npm/dist', false)), ...(await scripts('www', true))]) {
  const sourceOf = await sources(file);
  for (const use of uses(await readFile(join(root, file), 'utf8'))) found.push({ ...use, file, source: sourceOf(use) });
}

if (values.found) {
  const counts = {};
  for (const { source, api, group, file } of found) {
    counts[source] ??= {};
    counts[source][api] ??= { group };
    counts[source][api][file] = (counts[source][api][file] ?? 0) + 1;
  }
  console.log(JSON.stringify(counts, null, 2));
} else {
  const verdicts = judge(found, JSON.parse(await readFile(join(root, 'docs/privacy/apis.json'), 'utf8')));
  console.log(JSON.stringify(verdicts));
  if (verdicts.some(({ faults }) => faults.length > 0)) exit(1);
}
