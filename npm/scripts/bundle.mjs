/**
 * Bundles each entry of the package with the engine and the surroundings that it is for: a browser, Node, a script with
 * the module inside, or the sealed build. The hash of the module is written in, for `fetch` to check.
 *
 * esbuild bundles and minifies; terser, which looks further, then takes another twentieth off.
 */

import { createHash } from 'node:crypto';
import { access, copyFile, readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { build } from 'esbuild';
import { minify } from 'terser';
import { glue, virtual } from './glue.mjs';

const OPTIONS = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  sourcemap: 'external',
  legalComments: 'none',
  outdir: 'dist',
  write: false,
};

/** Minifies what esbuild made, and writes it with its source map. */
async function write({ outputFiles }) {
  const maps = new Map(outputFiles.map(({ path, text }) => [path, text]));
  for (const { path, text } of outputFiles.filter(({ path }) => path.endsWith('.js'))) {
    const { code, map } = await minify(text, {
      module: true,
      ecma: 2022,
      compress: { passes: 3, hoist_funs: true },
      sourceMap: { content: maps.get(`${path}.map`), filename: basename(path), url: `${basename(path)}.map` },
    });
    await writeFile(path, code);
    await writeFile(`${path}.map`, map);
  }
}

const ADAPTERS = ['ga4', 'segment', 'consent-mode', 'tcf', 'instantsearch', 'react', 'element'];

const exists = (file) =>
  access(file).then(
    () => true,
    () => false,
  );

/** Bundles one entry of the core. `source` and `keep` name files of `src/source` and `src/keep`. */
async function core(name, entry, { engine = 'engine', source, keep = 'storage' }) {
  const wasm = await readFile(`dist/${engine}/etalage_bg.wasm`);
  const surroundings = {
    name: 'surroundings',
    setup(building) {
      const files = { 'etalage:source': `src/source/${source}.ts`, 'etalage:keep': `src/keep/${keep}.ts` };
      building.onResolve({ filter: /^etalage:(source|keep)$/ }, async ({ path }) =>
        building.resolve(`./${files[path]}`, { resolveDir: '.', kind: 'import-statement' }),
      );
    },
  };
  const built = await build({
    ...OPTIONS,
    entryPoints: [{ in: entry, out: name }],
    platform: source === 'node' ? 'node' : 'neutral',
    define: {
      ETALAGE_WASM: JSON.stringify(`./${engine}/etalage_bg.wasm`),
      ETALAGE_WASM_INTEGRITY: JSON.stringify(`sha384-${createHash('sha384').update(wasm).digest('base64')}`),
    },
    plugins: [
      surroundings,
      virtual({
        'etalage:glue': await glue(`dist/${engine}/etalage.js`),
        'etalage:wasm-base64': `export default ${JSON.stringify(wasm.toString('base64'))};`,
      }),
    ],
  });
  await write(built);
}

await core('index', 'src/index.ts', { source: 'web' });
await core('node', 'src/index.ts', { source: 'node' });
await core('inline', 'src/inline.ts', { source: 'inline' });
await core('sealed', 'src/sealed.ts', { engine: 'sealed', source: 'web', keep: 'none' });
await core('sealed.node', 'src/sealed.ts', { engine: 'sealed', source: 'node', keep: 'none' });

const adapters = [];
for (const adapter of ADAPTERS) {
  const files = [`src/adapters/${adapter}.ts`, `src/adapters/${adapter}.tsx`];
  for (const file of files) if (await exists(file)) adapters.push(file);
}
await write(await build({ ...OPTIONS, entryPoints: adapters, external: ['react', 'instantsearch.js'] }));

// For the bench, which asks the engine without the facade. It is no part of the package.
await writeFile('dist/engine/glue.js', await glue('dist/engine/etalage.js'));

// The package carries both licences of the repository, and the documents that its messages name.
for (const file of ['LICENSE-APACHE', 'LICENSE-MIT', 'docs/profile.md', 'docs/rules.md'])
  await copyFile(`../${file}`, file);
