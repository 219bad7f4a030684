/**
 * The package with the WebAssembly module inside the script, as text: a third larger, and one request less. For places
 * that cannot serve a second file.
 *
 * @example
 * ```ts
 * import { Personalizer } from 'etalage/inline';
 * ```
 *
 * @packageDocumentation
 */

export * from './index.js';
