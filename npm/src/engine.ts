/**
 * Holds the border to the WebAssembly module: what it promises, and the plain objects that are made of what it
 * gives.
 *
 * Everything that crosses is a number, a text, a typed array or a flat list of these. Nothing outside this file,
 * `start.ts` and `source/` knows that WebAssembly exists.
 */

import type { EventName } from './options.js';
import type { RuleNote } from './rules.js';
import type {
  Contribution,
  ContributionPart,
  Explanation,
  FeatureKind,
  Mode,
  ModelCard,
  Profile,
  Reason,
  Recommendation,
  Tier,
} from './types.js';

/** The handle of an id that the model does not know. */
export const UNKNOWN = 0xffff_ffff;

/** What every key in the browser's storage begins with. */
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
  'feature',
];
/** The kinds of features by the letter that a label begins with: see docs/format.md. */
const FEATURE_KINDS: Readonly<Record<string, FeatureKind>> = {
  w: 'word',
  c: 'category',
  b: 'brand',
  f: 'family',
  p: 'price_band',
};
const TIERS: readonly Tier[] = ['unchecked', 'learned', 'public'];
const NOTES: readonly RuleNote['what'][] = ['pin', 'hide', 'in_stock_first', 'diversity'];

type Flat = readonly (number | string | undefined)[];

/** The functions that `src/wasm/` exports, as wasm-bindgen presents them: one instance, one model, one visitor. */
export interface Engine {
  /** Checks a model whole and takes it over. */
  open(model: Uint8Array): void;
  /** Gives the dense index of an item, or {@link UNKNOWN}. */
  handle(itemId: string): number;
  /** Counts one event, by its place in {@link EVENT_NAMES}. */
  observe(kind: number, handle: number, atMs: number): void;
  /** Takes events in place of the present ones: lists of one length. */
  replay(kinds: Uint8Array, handles: Uint32Array, atMs: Float64Array): void;
  /** Takes the rules that hold from here on, in place of those before. They outlive an erased profile. */
  setRules(text: string, numbers: Float64Array): void;
  /** Gives the number of products shown, for each slot the position of the product that comes there, the hidden ones. */
  rerank(handles: Uint32Array, outOfStock: Uint8Array, strength: number, nowMs: number): Uint32Array;
  /** Says how the present profile orders items: a place in the reasons. */
  reason(): number;
  /** Gives the best items of the catalogue: id, score, id, score and so on. */
  recommend(k: number, exclude: Uint32Array): Flat;
  explain(handle: number): Flat;
  profile(): Flat;
  model(): Flat;
  /** Switches counting and reranking on or off. */
  setEnabled(on: boolean): void;
  /** Forgets the visitor. */
  erase(): void;
  /** Stores a text, and throws what the browser throws. Only in the build with storage. */
  store?(area: Storage, key: string, text: string): void;
}

/** Says how an engine orders items at present. */
export function modeOf(engine: Engine): Mode {
  return MODES[engine.reason()] as Mode;
}

/** Says why, as a stable code. */
export function reasonOf(engine: Engine): Reason {
  return REASONS[engine.reason()] as Reason;
}

/** Breaks a score into its parts, the rules of the latest order among them. */
export function explanationOf(engine: Engine, handle: number): Explanation {
  const [itemId, score, n, ...flat] = engine.explain(handle);
  const end = 3 * (n as number);
  const contributions = grouped(flat.slice(0, end), 3, ([part, value, name]): Contribution => {
    const kind = PARTS[part as number] as ContributionPart;
    if (kind === 'feature') {
      const [letter, ...text] = name as string;
      return {
        part: kind,
        kind: FEATURE_KINDS[letter as string] as FeatureKind,
        feature: text.join(''),
        value: value as number,
      };
    }
    const field = kind === 'segment' || kind === 'rule' ? kind : 'itemId';
    return present({ part: kind, [field]: name, value }) as unknown as Contribution;
  });
  const notes = grouped(flat.slice(end), 4, ([what, rule, from, to]) =>
    present({ what: NOTES[what as number], rule, from, to }),
  );
  return { itemId, score, mode: modeOf(engine), contributions, notes } as unknown as Explanation;
}

/** Gives the best items of the catalogue. */
export function bestOf(engine: Engine, k: number, exclude: Uint32Array): Recommendation[] {
  return grouped(engine.recommend(k, exclude), 2, ([itemId, score]) => ({ itemId, score }) as Recommendation);
}

/** Gives all that is remembered, and what follows from it. */
export function profileOf(engine: Engine): Profile {
  const [nEvents, nSegments, nEvidence, ...flat] = engine.profile();
  const next = (n: Flat[number], size: number): Flat => flat.splice(0, size * (n as number));
  return {
    nEvents,
    events: grouped(next(nEvents, 3), 3, ([kind, itemId, at]) => ({ event: EVENT_NAMES[kind as number], itemId, at })),
    segments: grouped(next(nSegments, 2), 2, ([name, probability]) => ({ name, probability })),
    evidence: grouped(next(nEvidence, 2), 2, ([itemId, confidence]) => ({ itemId, confidence })),
    vector: flat,
  } as Profile;
}

/** Gives what the model says about itself. */
export function cardOf(engine: Engine): ModelCard {
  const [name, formatVersion, bytes, nItems, nFactors, trainedFrom, trainedUntil, ...rest] = engine.model();
  const [itemCustomers, segmentCustomers, tier, reason, epsilon, delta, nSegments, ...flat] = rest;
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
    tier: TIERS[tier as number],
    ...(reason === '' ? {} : { reason }),
    epsilon: decimal(epsilon),
    delta: decimal(delta),
    segments: grouped(flat.slice(0, end), 2, ([segment, nCustomers]) => ({ name: segment, nCustomers })),
    sections: grouped(flat.slice(end), 2, ([id, length]) => ({ id, bytes: length })),
  } as ModelCard;
}

/** Gives the number that was meant by one which has gone through the 24 bits of an f32. */
function decimal(number: Flat[number]): number {
  return Number((number as number).toPrecision(7));
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
