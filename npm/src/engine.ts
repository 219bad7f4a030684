/**
 * Holds the border to the WebAssembly module: what its one class promises, and how it is started.
 *
 * Everything that crosses is a number, a typed array, an item id or a small plain object. Nothing outside this file
 * and `load.ts` knows that WebAssembly exists.
 */

import { Engine as Glue, initSync } from '../dist/engine/etalage.js';
import { EtalageError } from './errors.js';
import type { Explanation, Mode, ModelCard, Profile, Reason } from './types.js';

/** The handle of an id that the model does not know. */
export const UNKNOWN = 0xffff_ffff;

/** The class that `src/wasm/` exports, as wasm-bindgen presents it. */
export interface Engine {
  /** Gives the dense index of an item, or {@link UNKNOWN}. */
  handle(itemId: string): number;
  /** Counts one event. */
  observe(event: string, handle: number, atMs: number): void;
  /** Gives, for each slot of the new order, the position in the old one. */
  rerank(handles: Uint32Array, outOfStock: Uint8Array, strength: number): Uint32Array;
  /** Says how the present profile orders items. */
  mode(): Mode;
  /** Says why, as a stable code. */
  reason(): Reason;
  /** Gives the id of a handle. */
  itemId(handle: number): string | undefined;
  /** Gives the best items of the catalogue: handle, score, handle, score and so on. */
  recommend(k: number, exclude: Uint32Array): Float64Array;
  /** Breaks a score into its parts. */
  explain(handle: number): Explanation;
  /** Gives all that is remembered. */
  profile(): Profile;
  /** Gives what the model says about itself. */
  model(): ModelCard;
  /** Switches counting and reranking on or off. */
  setEnabled(on: boolean): void;
  /** Forgets the visitor. */
  erase(): void;
  /** Gives the memory back. */
  free(): void;
}

let started: Promise<void> | undefined;

/** Compiles and starts the module once for all instances; a failed start may be tried again. */
export function startEngine(compile: () => Promise<WebAssembly.Module>): Promise<void> {
  started ??= start(compile).catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

async function start(compile: () => Promise<WebAssembly.Module>): Promise<void> {
  if (typeof WebAssembly === 'undefined') {
    throw new EtalageError('wasm_unavailable', 'this browser has no WebAssembly; the page keeps its own order');
  }
  try {
    initSync({ module: await compile() });
  } catch (error) {
    if (error instanceof EtalageError) throw error;
    const found = error instanceof Error ? error.message : String(error);
    throw new EtalageError(
      'wasm_unavailable',
      `the WebAssembly module could not be compiled: ${found}. It needs 128-bit SIMD and, under a content security policy, script-src 'wasm-unsafe-eval'`,
      { cause: error },
    );
  }
}

/** Decodes a model and makes the engine that serves it. Call {@link startEngine} first. */
export function openModel(bytes: Uint8Array): Engine {
  // wasm-bindgen types every returned text as `string` and every object as `any`; the interface above says which ones.
  return new Glue(bytes) as Engine;
}
