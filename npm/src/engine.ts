/**
 * Holds the border to the WebAssembly module: what it promises, and the plain objects that are made of what it
 * gives.
 *
 * Everything that crosses is a number, a text, a typed array or a flat list of these. Nothing outside this file,
 * `start.ts` and `source/` knows that WebAssembly exists.
 */

import type { EventName } from './options.js';
import type { EncodedRules, RuleNote } from './rules.js';
import type { Contribution, ContributionPart, Explanation, Mode, ModelCard, Profile, Reason } from './types.js';

/** The handle of an id that the model does not know. */
export const UNKNOWN = 0xffff_ffff;

/** What every key in the browser's storage begins with, as in `src/wasm/storage.rs`. */
export const PREFIX = 'etalage:';

/** The events that count, in the order of the engine's numbers for them. */
export const EVENT_NAMES: readonly EventName[] = [
  'view_item',
  'select_item',
  'add_to_wishlist',
  'add_to_cart',
  'remove_from_cart',
  'purchase',
];

const MODES: readonly Mode[] = ['original', 'popular', 'segment', 'personal'];
const REASONS: readonly Reason[] = ['off', 'no_events', 'few_events', 'enough_events'];
const PARTS: readonly ContributionPart[] = [
  'event',
  'segment',
  'next_item',
  'repeat',
  'category',
  'brand',
  'price_band',
  'popularity',
  'rounding',
  'rule',
];
const NOTES: readonly RuleNote['what'][] = ['pin', 'hide', 'in_stock_first', 'diversity'];

type Flat = readonly (number | string | undefined)[];

/** The functions that `src/wasm/` exports, as wasm-bindgen presents them: one instance, one model, one visitor. */
export interface Glue {
  open(model: Uint8Array): void;
  handle(itemId: string): number;
  itemId(handle: number): string | undefined;
  observe(kind: number, handle: number, atMs: number): void;
  setRules(text: string, numbers: Float64Array): void;
  rerank(handles: Uint32Array, outOfStock: Uint8Array, strength: number, nowMs: number): Uint32Array;
  reason(): number;
  recommend(k: number, exclude: Uint32Array): Float64Array;
  explain(handle: number): Flat;
  profile(): Flat;
  model(): Flat;
  setEnabled(on: boolean): void;
  erase(): void;
  exportProfile(): string;
  importProfile(text: string): number;
  /** Only in the build with storage, as the one that follows. */
  save?(area: Storage, name: string, nowMs: number): void;
  restore?(area: Storage, name: string, nowMs: number, ttlMs: number): boolean;
}

/** The order of a page: positions in the shop's own order. */
export interface PageOrder {
  /** For each slot, the position of the product that comes there. */
  readonly order: Uint32Array;
  /** The positions of those that a rule hides, ascending. */
  readonly hidden: Uint32Array;
}

/** The engine as the rest of the package sees it. */
export class Engine {
  readonly #glue: Glue;

  /** Takes over an instance of the module, in which a model was opened. */
  constructor(glue: Glue) {
    this.#glue = glue;
  }

  /** Gives the dense index of an item, or {@link UNKNOWN}. */
  handle(itemId: string): number {
    return this.#glue.handle(itemId);
  }

  /** Gives the id of a handle. */
  itemId(handle: number): string | undefined {
    return this.#glue.itemId(handle);
  }

  /** Counts one event. */
  observe(event: EventName, handle: number, atMs: number): void {
    this.#glue.observe(EVENT_NAMES.indexOf(event), handle, atMs);
  }

  /** Takes the rules that hold from here on, in place of those before. They outlive an erased profile. */
  setRules(rules: EncodedRules): void {
    this.#glue.setRules(rules.text, rules.numbers);
  }

  /** Orders a page. `nowMs` tells which rules are in force; without rules it is not looked at. */
  rerank(handles: Uint32Array, outOfStock: Uint8Array, strength: number, nowMs: number): PageOrder {
    const flat = this.#glue.rerank(handles, outOfStock, strength, nowMs);
    const end = 1 + (flat[0] as number);
    return { order: flat.subarray(1, end), hidden: flat.subarray(end) };
  }

  /** Says how the present profile orders items. */
  mode(): Mode {
    return MODES[this.#glue.reason()] as Mode;
  }

  /** Says why, as a stable code. */
  reason(): Reason {
    return REASONS[this.#glue.reason()] as Reason;
  }

  /** Gives the best items of the catalogue: handle, score, handle, score and so on. */
  recommend(k: number, exclude: Uint32Array): Float64Array {
    return this.#glue.recommend(k, exclude);
  }

  /** Breaks a score into its parts, the rules of the latest order among them. */
  explain(handle: number): Explanation {
    const [itemId, score, n, ...flat] = this.#glue.explain(handle);
    const end = 3 * (n as number);
    const contributions = grouped(flat.slice(0, end), 3, ([part, value, name]): Contribution => {
      const kind = PARTS[part as number] as ContributionPart;
      const field = kind === 'segment' || kind === 'rule' ? kind : 'itemId';
      return present({ part: kind, [field]: name, value }) as unknown as Contribution;
    });
    const notes = grouped(flat.slice(end), 4, ([what, rule, from, to]) =>
      present({ what: NOTES[what as number], rule, from, to }),
    );
    return { itemId, score, mode: this.mode(), contributions, notes } as unknown as Explanation;
  }

  /** Gives all that is remembered. */
  profile(): Profile {
    const [nEvents, ...flat] = this.#glue.profile();
    const end = 3 * (nEvents as number);
    return {
      nEvents,
      events: grouped(flat.slice(0, end), 3, ([kind, itemId, at]) => ({
        event: EVENT_NAMES[kind as number],
        itemId,
        at,
      })),
      segments: grouped(flat.slice(end), 2, ([name, probability]) => ({ name, probability })),
    } as Profile;
  }

  /** Gives what the model says about itself. */
  model(): ModelCard {
    const [name, formatVersion, bytes, nItems, nFactors, trainedFrom, trainedUntil, ...rest] = this.#glue.model();
    const [itemCustomers, segmentCustomers, nSegments, ...flat] = rest;
    const end = 2 * (nSegments as number);
    return {
      name,
      formatVersion,
      bytes,
      nItems,
      nFactors,
      trainedFrom,
      trainedUntil,
      thresholds: { itemCustomers, segmentCustomers },
      segments: grouped(flat.slice(0, end), 2, ([segment, nCustomers]) => ({ name: segment, nCustomers })),
      sections: grouped(flat.slice(end), 2, ([id, length]) => ({ id, bytes: length })),
    } as ModelCard;
  }

  /** Switches counting and reranking on or off. */
  setEnabled(on: boolean): void {
    this.#glue.setEnabled(on);
  }

  /** Forgets the visitor. */
  erase(): void {
    this.#glue.erase();
  }

  /** Gives the profile as a text, for {@link Engine.importProfile} of any model with the same items. */
  exportProfile(): string {
    return this.#glue.exportProfile();
  }

  /**
   * Takes a profile in place of the present one and gives the number of events kept; those with items that the model
   * lacks are not. Throws `bad_profile`, and changes nothing, for a text that is none.
   */
  importProfile(text: string): number {
    return this.#glue.importProfile(text);
  }

  /** Stores the profile with the time. Throws, and stores nothing, where the browser refuses or is full. */
  save(area: Storage, name: string, nowMs: number): void {
    this.#glue.save?.(area, name, nowMs);
  }

  /**
   * Takes the stored profile in place of the present one, unless there is none, or it is older than the TTL or from the
   * future: then it is removed. Throws where the browser refuses, or `bad_profile` for what nobody here wrote.
   */
  restore(area: Storage, name: string, nowMs: number, ttlMs: number): boolean {
    return this.#glue.restore?.(area, name, nowMs, ttlMs) ?? false;
  }
}

/** Leaves out the fields that have no value. */
function present(object: Readonly<Record<string, Flat[number]>>): Readonly<Record<string, Flat[number]>> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** Makes one object of each `n` entries of a flat list. */
function grouped<T>(flat: Flat, n: number, make: (group: Flat) => T): T[] {
  const made: T[] = [];
  for (let at = 0; at < flat.length; at += n) made.push(make(flat.slice(at, at + n)));
  return made;
}
