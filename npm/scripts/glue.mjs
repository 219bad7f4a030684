/**
 * Holds what makes wasm-bindgen's glue start more than once.
 *
 * As generated, the glue keeps one instance of the module for the life of the page. An instance that trapped must be
 * thrown away, so the glue is wrapped in a function: each call gives a copy with an instance of its own.
 */

import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

const START = `
export async function start(module) {
  __wbg_finalize_init(await WebAssembly.instantiate(module, __wbg_get_imports()), module);
}
`;

/**
 * What is left out, for no browser with SIMD needs it, and what is read once more: a rename in wasm-bindgen, whose version is
 * pinned, fails the build here.
 */
const CHANGES = [
  // Every browser with SIMD has `encodeInto`.
  [/if \(!\('encodeInto' in cachedTextEncoder\)\) \{/, 'if (false) {'],
  // Texts that go in are short: bytes of the right size, without the guess that most are ASCII.
  [/, wasm\.__wbindgen_realloc\)/g, ')'],
  [
    /(function passStringToWasm0\(arg, malloc), realloc\) \{[\s\S]*?\n\}\n/,
    '$1) {\n  return passArray8ToWasm0(cachedTextEncoder.encode(arg), malloc);\n}\n',
  ],
  // A view of memory is made when it is wanted: one that is kept must be asked whether memory has grown.
  [/if \((cached\w+) === null [^{]*\{\s*\1 = (new \w+\(wasm\.memory\.buffer\));\s*\}\s*return \1;/g, 'return $2;'],
  // Where memory ends the engine traps and the instance is thrown away: nothing of it need be given back.
  [/let ((?:(?:ptr|len)\d(?:, )?)+);\s*try \{([^}]*)\} catch \(e\) \{[\s\S]*?throw e;\s*\}/g, 'let $1;$2'],
  [/\nexport \{ initSync, __wbg_init as default \};/, START],
];

/** Gives the text of a module that exports `makeGlue`. */
export async function glue(file) {
  let text = await readFile(file, 'utf8');
  for (const [what, by] of CHANGES) {
    if (text.search(what) < 0) throw new Error(`${file}: expected ${what} in what wasm-bindgen wrote`);
    text = text.replace(what, by);
  }
  const { outputFiles } = await build({
    stdin: { contents: `export * from 'glue';`, resolveDir: '.' },
    plugins: [virtual({ glue: text })],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minifySyntax: true,
    write: false,
  });
  const bundled = outputFiles[0].text;
  const exported = /export\s*(\{[^{}]*\});\s*$/;
  if (!exported.test(bundled)) throw new Error(`expected esbuild to end with its exports, found ${bundled.slice(-80)}`);
  // What a module exports as `inner as outer` a function gives as `outer: inner`.
  const given = (_, names) => `return ${names.replace(/([\w$]+) as ([\w$]+)/g, '$2: $1')};`;
  return `export function makeGlue() {\n${bundled.replace(exported, given)}\n}\n`;
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
