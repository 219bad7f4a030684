/** Holds the WebAssembly module itself, as text, for places where a second file cannot be served. */

import base64 from 'etalage:wasm-base64';

/** Compiles the module. Nothing is fetched. */
export async function compileWasm(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}
