/**
 * Holds the only two places where bytes come in: the model and the WebAssembly module.
 *
 * Both requests go without cookies and without a referrer. Nothing here sends anything, and nothing else in the package
 * touches the network.
 */

import { EtalageError } from './errors.js';

const WASM_URL = new URL('./engine/etalage_bg.wasm', import.meta.url);

const PRIVATE_REQUEST: RequestInit = { credentials: 'omit', referrerPolicy: 'no-referrer' };

/** Fetches the model's bytes; with `integrity`, the browser refuses any others. */
export async function fetchModel(url: string | URL, integrity?: string): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(url, integrity === undefined ? PRIVATE_REQUEST : { ...PRIVATE_REQUEST, integrity });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    const cure =
      integrity === undefined
        ? 'offline, or connect-src forbids it'
        : 'offline, or not the bytes that integrity promises';
    throw new EtalageError('model_unreachable', `no model came from ${url}: ${cure}`, { cause: error });
  }
  throw new EtalageError(
    response.status === 404 ? 'model_not_found' : 'model_http_error',
    `expected the model at ${url}, found HTTP status ${response.status}`,
  );
}

/** Compiles the module that lies beside this file, from the network in a browser and from the disk in Node. */
export async function compileWasm(): Promise<WebAssembly.Module> {
  if (WASM_URL.protocol === 'file:') return WebAssembly.compile(await readFromDisk(WASM_URL));
  let response: Response;
  try {
    response = await fetch(WASM_URL, PRIVATE_REQUEST);
  } catch (error) {
    throw new EtalageError('wasm_unreachable', `no module came from ${WASM_URL}: offline, or connect-src forbids it`, {
      cause: error,
    });
  }
  if (!response.ok) {
    throw new EtalageError(
      'wasm_unreachable',
      `expected the module at ${WASM_URL}, found HTTP status ${response.status}`,
    );
  }
  // Streaming compilation insists on the MIME type, which many static servers get wrong.
  return response.headers.get('content-type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

/** Asks Node for its file system without an `import` that a bundler for browsers would trip over. */
async function readFromDisk(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const { readFile } = process.getBuiltinModule('node:fs/promises');
  return new Uint8Array(await readFile(url));
}
