/**
 * Holds the way to the WebAssembly module in a browser: a file beside this one, whose hash was written in by the build.
 *
 * The request goes without cookies and without a referrer, and no other bytes than the ones that were built will do.
 */

import { EtalageError } from '../errors.js';

/** Compiles the module, while it arrives where the server names its type. */
export async function compileWasm(): Promise<WebAssembly.Module> {
  const url = new URL(ETALAGE_WASM, import.meta.url);
  let response: Response;
  try {
    response = await fetch(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      integrity: ETALAGE_WASM_INTEGRITY,
    });
  } catch (error) {
    throw new EtalageError(
      'wasm_unreachable',
      `no module came from ${url}: offline, forbidden by connect-src, or not the bytes that were published`,
      { cause: error },
    );
  }
  if (!response.ok) {
    throw new EtalageError('wasm_unreachable', `expected the module at ${url}, found HTTP status ${response.status}`);
  }
  // Streaming compilation insists on the MIME type, which many static servers get wrong.
  return response.headers.get('content-type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
