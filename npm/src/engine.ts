/**
 * Holds the border to the WebAssembly module: what its one class promises.
 *
 * Everything that crosses is a number, a typed array, an item id or a small plain object. Nothing outside this file,
 * `start.ts` and `source/` knows that WebAssembly exists.
 */

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
