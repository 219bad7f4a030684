/**
 * Holds the numbers that stand for item ids at the border.
 *
 * Each known id crosses the border once, as text; from then on only its number does. Unknown ids are not kept,
 * so the size is bounded by the model's catalogue whatever a page asks for.
 */

import { type Engine, UNKNOWN } from './engine.js';

// A lone surrogate would reach the engine as U+FFFD and could there meet an item of that name.
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Resolves public ids to the model's handles. */
export class Handles {
  readonly #engine: Engine;
  readonly #known = new Map<unknown, number>();

  /** Makes an empty cache in front of an engine. */
  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Gives the handle of an id, or `UNKNOWN` for one that the model lacks or that is no well-formed string. */
  of(itemId: unknown): number {
    const handle = this.#known.get(itemId);
    if (handle !== undefined) return handle;
    if (typeof itemId !== 'string' || LONE_SURROGATE.test(itemId)) return UNKNOWN;
    const found = this.#engine.handle(itemId);
    if (found !== UNKNOWN) this.#known.set(itemId, found);
    return found;
  }

  /** Gives the handles of many ids, in their order. */
  all(itemIds: readonly unknown[]): Uint32Array {
    const handles = new Uint32Array(itemIds.length);
    for (let slot = 0; slot < itemIds.length; slot++) handles[slot] = this.of(itemIds[slot]);
    return handles;
  }
}
