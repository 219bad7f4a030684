/** The tarball is what npm's users expect of one: its exports resolve, its types hold, and only what is named is in it. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { here, PACKAGE, pack, run, tool } from './harness.mjs';

/** Declared beside what is exported, and not exported by an entry. */
const INTERNAL = new Set(['EncodedRules', 'encodeRules', 'checkedRules', 'follow', 'fromEngine', 'isMistake']);

let tarball;
before(async () => {
  tarball = await pack();
});

test('publint has nothing to say', async () => {
  const { publint } = await import('publint');
  const { messages } = await publint({ pkgDir: PACKAGE, pack: false, strict: true });
  assert.deepEqual(messages, []);
});

test('the types are not wrong, as far as modules are concerned', async () => {
  const printed = await tool('@arethetypeswrong/cli/dist/index.js', [
    tarball,
    '--profile',
    'esm-only',
    '--format',
    'ascii',
  ]);
  // It ends with an error when there is one; this is to see that it looked.
  assert.match(printed, /"etalage\/react"\s+node16 \(from ESM\): 🟢/);
});

for (const settings of ['node', 'bundler']) {
  test(`a strict customer compiles every entry for a ${settings}, and each declaration file on the way`, () =>
    tool('typescript/lib/tsc.js', ['--project', here(`types/tsconfig.${settings}.json`)]));
}

test("the adapters fit the libraries' own types", () =>
  tool('typescript/lib/tsc.js', ['--project', here('types/tsconfig.libraries.json')]));

test('the tarball holds the entries, both licences, the change log and the documents, and nothing that is not named', async () => {
  const listed = (await run('tar', ['-tzf', tarball])).split('\n').filter(Boolean);
  const names = listed.map((name) => name.replace('package/', '')).toSorted();
  const wanted = 'LICENSE-APACHE LICENSE-MIT CHANGELOG.md README.md package.json docs/profile.md docs/rules.md'.split(
    ' ',
  );
  for (const name of wanted) assert.ok(names.includes(name), name);
  const odd =
    /^(dist\/[\w.-]+\.(js|js\.map|d\.ts)|dist\/adapters\/[\w-]+\.d\.ts|dist\/(engine|sealed)\/etalage_bg\.wasm|docs\/\w+\.md|LICENSE-\w+|\w+\.md|package\.json)$/;
  assert.deepEqual(
    names.filter((name) => !odd.test(name)),
    [],
  );
  const { exports } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'));
  for (const [entry, conditions] of Object.entries(exports)) {
    if (typeof conditions === 'string') continue;
    assert.equal(Object.keys(conditions)[0], 'types', `${entry}: types come first`);
    assert.equal(Object.keys(conditions).at(-1), 'default', entry);
    for (const file of Object.values(conditions))
      assert.ok(names.includes(file.replace('./', '')), `${entry}: ${file}`);
  }
});

test('the hash of the module that ships is written into the script that fetches it', async () => {
  for (const [script, engine] of [
    ['index', 'engine'],
    ['sealed', 'sealed'],
  ]) {
    const wasm = await readFile(join(PACKAGE, `dist/${engine}/etalage_bg.wasm`));
    const text = await readFile(join(PACKAGE, `dist/${script}.js`), 'utf8');
    assert.ok(text.includes(`sha384-${createHash('sha384').update(wasm).digest('base64')}`), script);
  }
});

test('the sealed module cannot reach any storage: it imports nothing of it', async () => {
  const imports = async (engine) => {
    const module = await WebAssembly.compile(await readFile(join(PACKAGE, `dist/${engine}/etalage_bg.wasm`)));
    return WebAssembly.Module.imports(module).map(({ name }) => name);
  };
  const storage = /item|storage/i;
  assert.ok(
    (await imports('engine')).some((name) => storage.test(name)),
    'the other one does',
  );
  assert.deepEqual(
    (await imports('sealed')).filter((name) => storage.test(name)),
    [],
  );
});

test('no declaration is any, and every export says what it is for, with an example', async () => {
  const { exports } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'));
  const entries = Object.values(exports).flatMap(({ types }) => (types === undefined ? [] : [types]));
  const more = ['candidates', 'errors', 'options', 'personalizer', 'rules', 'types'].map(
    (name) => `./dist/${name}.d.ts`,
  );
  let seen = 0;
  for (const file of new Set([...entries, ...more])) {
    const text = await readFile(join(PACKAGE, file), 'utf8');
    assert.doesNotMatch(text.replaceAll(/\/\*\*[\s\S]*?\*\//g, ''), /\bany\b/, file);
    const declared =
      /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)?export declare (?:abstract )?(?:class|function|const) (\w+)|(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)?export (?:interface|type) (\w+)\b(?!\s*from)/g;
    for (const [, doc = '', name, otherDoc = '', otherName] of text.matchAll(declared)) {
      if (INTERNAL.has(name ?? otherName)) continue;
      assert.match(doc + otherDoc, /@example/, `${file}: ${name ?? otherName}`);
      seen++;
    }
  }
  assert.ok(seen > 50, `${seen} declarations were looked at`);
});
