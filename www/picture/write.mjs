#!/usr/bin/env node
/**
 * Draws every product of a catalogue into a folder, once, when the shop is built.
 *
 * node www/picture/write.mjs CATALOGUE.json FOLDER
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileName } from './address.js';
import { drawing } from './index.js';

const [catalogue, folder] = process.argv.slice(2);
if (catalogue === undefined || folder === undefined) {
  console.error('expected CATALOGUE.json FOLDER; `cargo xtask demo` gives both');
  process.exit(2);
}

const AT_A_TIME = 64;

const { items } = JSON.parse(await readFile(catalogue, 'utf8'));
await mkdir(folder, { recursive: true });
for (let at = 0; at < items.length; at += AT_A_TIME) {
  const some = items.slice(at, at + AT_A_TIME);
  await Promise.all(some.map((item) => writeFile(join(folder, fileName(item.id)), drawing(item))));
}
console.log(`${items.length} pictures in ${folder}`);
