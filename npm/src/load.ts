/**
 * Holds the way to the model.
 *
 * The request goes without cookies and without a referrer. Nothing here sends anything, and but for the module of
 * `source/` nothing else in the package touches the network.
 */

import { EtalageError } from './errors.js';

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
