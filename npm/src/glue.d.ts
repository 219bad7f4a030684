/** Says what the build makes of wasm-bindgen's glue: see `scripts/glue.mjs`. */
declare module 'etalage:glue' {
  /** Makes a fresh copy of the glue, with no memory of any other: the functions that `src/wasm/` exports, and a start. */
  export function makeGlue(): import('./engine.js').Engine & {
    /** Instantiates the compiled module for this copy. */
    start(module: WebAssembly.Module): Promise<void>;
  };
}

/** The one engine that a build ships, in the form that the build needs: see `scripts/bundle.mjs`. */
declare module 'etalage:wasm-base64' {
  /** The bytes of the module in base64. */
  const text: string;
  export default text;
}

/** Where this build's module lies, seen from `dist/`. */
declare const ETALAGE_WASM: string;
/** The hash of this build's module, as `fetch` takes it. */
declare const ETALAGE_WASM_INTEGRITY: string;
