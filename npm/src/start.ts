/**
 * Holds the start of the engine: the module is compiled once for a page, and every personalizer gets an instance of its
 * own, so that one can be thrown away without the others.
 *
 * It refuses to leave a failure unexplained: what a browser says when it cannot compile is turned into a stable code.
 */

import { makeGlue } from 'etalage:glue';
import { compileWasm } from 'etalage:source';
import { cardOf, type Engine } from './engine.js';
import { type ErrorCode, EtalageError } from './errors.js';
import { Handles } from './handles.js';
import type { Rules } from './rules.js';
import type { Tier } from './types.js';

/** An engine that answers, with the handles that it gave out. */
export interface Serving {
  /** The engine. */
  readonly engine: Engine;
  /** Its handles, by item id. */
  readonly handles: Handles;
  /** How far its model protects those whom it was trained on. */
  readonly tier: Tier;
  /** The rules that the engine was given last. */
  rules?: Rules | undefined;
}

// (module (func (result v128) i32.const 0 i8x16.splat)): valid where 128-bit SIMD is known.
const SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11];

let compiled: Promise<WebAssembly.Module> | undefined;

/** Compiles the module once for all personalizers; a failure may be tried again. */
export function compile(): Promise<WebAssembly.Module> {
  compiled ??= (typeof WebAssembly === 'undefined' ? Promise.reject(explained(undefined)) : compileWasm()).catch(
    (error: unknown) => {
      compiled = undefined;
      throw explained(error);
    },
  );
  return compiled;
}

/** Makes a fresh instance of the module and lets it check and take over a model. */
export async function serve(module: WebAssembly.Module, model: Uint8Array): Promise<Serving> {
  const engine = makeGlue();
  try {
    await engine.start(module);
  } catch (error) {
    throw explained(error);
  }
  engine.open(model);
  return { engine, handles: new Handles(engine), tier: cardOf(engine).tier };
}

/** Says why the module does not run here. */
function explained(error: unknown): EtalageError {
  if (error instanceof EtalageError) return error;
  const found = error instanceof Error ? error.message : String(error);
  const [code, why]: [ErrorCode, string] =
    typeof WebAssembly === 'undefined'
      ? ['wasm_unavailable', 'this browser has no WebAssembly']
      : /content security policy|unsafe-eval/i.test(found)
        ? ['wasm_blocked', "the content security policy lacks script-src 'wasm-unsafe-eval'"]
        : WebAssembly.validate(Uint8Array.from(SIMD))
          ? ['wasm_unavailable', `the WebAssembly module could not be started: ${found}`]
          : ['simd_unavailable', 'this browser has no 128-bit SIMD for WebAssembly'];
  return new EtalageError(code, `${why}; the page keeps its own order`, { cause: error });
}
