/** Runs the bench in this Node and writes what it found to FIXTURES/found.json: `node node.mjs FIXTURES [--quick]`. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bench } from './bench.mjs';

const [fixtures, ...flags] = process.argv.slice(2);
if (fixtures === undefined) throw new Error('expected the folder that `cargo xtask bench` writes its shops to');

const found = await bench({
  read: async (path) => new Uint8Array(await readFile(join(fixtures, path))),
  engine: async (path) => new Uint8Array(await readFile(new URL(`../../npm/dist/engine/${path}`, import.meta.url))),
  quick: flags.includes('--quick'),
  say: (line) => console.log(`    ${line}`),
});
await writeFile(join(fixtures, 'found.json'), JSON.stringify({ host: `Node ${process.version}`, ...found }));
