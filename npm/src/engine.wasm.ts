/**
 * The WebAssembly module as a file, for build tools that are told to give the address of what they import.
 *
 * The package finds its module by itself; this is for those who serve, check or look into it.
 *
 * @example
 * ```ts
 * import address from 'etalage/engine.wasm';
 * ```
 *
 * @packageDocumentation
 */

/** Where the build tool put the file. */
declare const address: string;

export default address;
