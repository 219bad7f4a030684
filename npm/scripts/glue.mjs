/**
 * Holds what makes wasm-bindgen's glue start more than once.
 *
 * As generated, the glue keeps one instance of the module for the life of the page. An instance that trapped must be
 * thrown away, so the glue is wrapped in a function: each call gives a copy with an instance of its own.
 */

import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

// Names of the pinned wasm-bindgen. Should a release rename them, esbuild's check below fails the build.
const START = `
export async function start(module) {
  __wbg_finalize_init(await WebAssembly.instantiate(module, __wbg_get_imports()), module);
}
`;

/** Gives the text of a module that exports `makeGlue`. */
export async function glue(file) {
  const generated = await readFile(file, 'utf8');
  for (const name of ['__wbg_finalize_init', '__wbg_get_imports', 'export class Engine']) {
    if (!generated.includes(name)) throw new Error(`${file}: expected ${name} of wasm-bindgen's web target`);
  }
  const names = '{ Engine, start }';
  const { outputFiles } = await build({
    stdin: { contents: `export ${names} from 'glue';`, resolveDir: '.' },
    plugins: [virtual({ glue: generated + START })],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  const text = outputFiles[0].text;
  const exported = /export\s*\{\s*Engine,\s*start\s*\};\s*$/;
  if (!exported.test(text)) throw new Error(`expected esbuild to end with its exports, found ${text.slice(-80)}`);
  return `export function makeGlue() {\n${text.replace(exported, `return ${names};`)}\n}\n`;
}

/** Makes an esbuild plugin that answers imports of these names with these texts. */
export function virtual(texts) {
  return {
    name: 'virtual',
    setup(building) {
      const filter = new RegExp(`^(${Object.keys(texts).join('|')})$`);
      building.onResolve({ filter }, ({ path }) => ({ path, namespace: 'virtual' }));
      building.onLoad({ filter: /./, namespace: 'virtual' }, ({ path }) => ({ contents: texts[path] }));
    },
  };
}
