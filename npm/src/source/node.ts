/** Holds the way to the WebAssembly module in Node: a file beside this one, read from the disk. */

import { readFile } from 'node:fs/promises';
import { EtalageError } from '../errors.js';

/** Compiles the module. */
export async function compileWasm(): Promise<WebAssembly.Module> {
  const url = new URL(ETALAGE_WASM, import.meta.url);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await readFile(url));
  } catch (error) {
    throw new EtalageError('wasm_unreachable', `no module could be read from ${url}`, { cause: error });
  }
  return WebAssembly.compile(bytes);
}
