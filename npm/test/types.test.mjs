/** The types hold for a strict customer who checks every declaration file, and none of them is `any`. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const compile = (...args) =>
  spawnSync(process.execPath, [here('../node_modules/typescript/bin/tsc'), ...args], { encoding: 'utf8' });

test('a strict customer compiles without skipLibCheck', () => {
  const options = '--ignoreConfig --noEmit --strict --target es2022 --module nodenext --types'.split(' ');
  const { status, stdout } = compile(...options, '', here('consumer.ts'));
  assert.equal(status, 0, stdout);
});

test('the shop in www uses the package as its types say', () => {
  // A service worker has other globals than a page.
  for (const project of ['jsconfig.json', 'jsconfig.worker.json']) {
    const { status, stdout } = compile('--project', here(`../../www/${project}`));
    assert.equal(status, 0, stdout);
  }
});

test('no declaration is any', async () => {
  const files = (await readdir(here('../dist'))).filter((file) => file.endsWith('.d.ts'));
  assert.ok(files.includes('index.d.ts'));
  for (const file of files) {
    const text = await readFile(here(`../dist/${file}`), 'utf8');
    assert.doesNotMatch(text.replaceAll(/\/\*\*[\s\S]*?\*\//g, ''), /\bany\b/, file);
  }
});
