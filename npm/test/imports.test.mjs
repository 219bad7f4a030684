/**
 * What the shipped modules can call is one list in three places that cannot drift apart: their own import sections, the
 * allow-list of the build, and the words with which the glass box explains each import to people. One more import, in
 * any of them, is found.
 */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import binaryen from 'binaryen';

const read = (path) => readFile(new URL(path, import.meta.url));
const { reasons, builds: allowed } = JSON.parse(await read('../imports.json'));
const explained = JSON.parse(await read('../../www/audit/imports.json'));
const wasmOf = (build) => read(`../dist/${build}/etalage_bg.wasm`);

/** Gives the names of a module's imports, without the hashes of the bindings. */
const imported = async (bytes) => [
  ...new Set(
    WebAssembly.Module.imports(await WebAssembly.compile(bytes)).map(({ name }) => name.replace(/_[0-9a-f]{16}$/, '')),
  ),
];

/** Says what is not in both lists. */
const apart = (a, b) => [...a.filter((name) => !b.includes(name)), ...b.filter((name) => !a.includes(name))];

for (const build of Object.keys(allowed)) {
  test(`the build "${build}" imports what npm/imports.json allows, all of it and nothing else`, async () => {
    assert.deepEqual(apart(await imported(await wasmOf(build)), allowed[build]), []);
    for (const name of allowed[build]) assert.ok(reasons[name]?.length > 10, name);
  });
}

test('the glass box explains the imports of the shop’s engine, all of them and nothing else, in both languages', () => {
  assert.deepEqual(apart(Object.keys(explained), allowed.engine), []);
  for (const [name, words] of Object.entries(explained)) {
    assert.deepEqual(Object.keys(words), ['en', 'fr'], name);
    assert.ok(words.en.length > 10 && words.fr.length > 10 && words.en !== words.fr, name);
  }
});

test('one import that is added to the engine stands out from both lists', async () => {
  const module = binaryen.readBinary(new Uint8Array(await wasmOf('engine')));
  // What the engine itself uses; with more than that, binaryen writes what Node might not read.
  const { Features } = binaryen;
  const sets = [Features.SIMD128, Features.BulkMemory, Features.SignExt, Features.NontrappingFPToInt];
  module.setFeatures(
    [...sets, Features.MutableGlobals, Features.ReferenceTypes, Features.Multivalue].reduce((a, b) => a | b),
  );
  module.addFunctionImport('planted', './etalage_bg.js', '__wbg_fetch_0123456789abcdef', binaryen.none, binaryen.none);
  module.addFunctionExport('planted', 'planted');
  const names = await imported(module.emitBinary());
  module.dispose();
  for (const list of [allowed.engine, Object.keys(explained)]) assert.deepEqual(apart(names, list), ['__wbg_fetch']);
});
