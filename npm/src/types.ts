/**
 * Holds the plain objects that go in and come out of a {@link Personalizer}.
 *
 * Nothing here has behaviour: every value can be logged, stored in a test, or passed through `structuredClone`.
 */

import type { ErrorCode } from './errors.js';

/** The e-commerce events that count, by the names that Google Analytics 4 gives them. */
export type EventName =
  | 'view_item'
  | 'select_item'
  | 'add_to_wishlist'
  | 'add_to_cart'
  | 'remove_from_cart'
  | 'purchase';

/**
 * What the visitor allows.
 *
 * `off` records nothing and keeps the shop's order. `page` remembers events in this page's memory: they are gone on reload.
 */
export type Consent = 'off' | 'page';

/** How the present order comes about, from most to least personal. */
export type Mode = 'personal' | 'segment' | 'popular' | 'original';

/** Why the engine gives the order that it gives: how much it has seen of this visitor. */
export type Reason = 'off' | 'no_events' | 'few_events' | 'enough_events';

/** Why the status is what it is: `ready`, `consent_off`, or the code of the error that stands in the way. */
export type StatusCode = 'ready' | 'consent_off' | ErrorCode;

/** What a {@link Personalizer} can do at this moment, and why. */
export interface Status {
  /** How the next order will come about. */
  readonly mode: Mode;
  /** A stable name for the reason, for programs. */
  readonly code: StatusCode;
  /** The reason in one sentence, for people. */
  readonly message: string;
}

/** Options that hold for the life of a {@link Personalizer}. */
export interface PersonalizerOptions {
  /** What the visitor allows. Nothing is recorded before this is raised. Default: `off`. */
  readonly consent?: Consent;
}

/** Options of {@link Personalizer.load}. */
export interface LoadOptions extends PersonalizerOptions {
  /** The model's hash for the browser to check, as in `<script integrity>`: `sha256-` and the base64 of its SHA-256. */
  readonly integrity?: string;
}

/** One thing that the visitor did with one item. */
export interface ItemEvent {
  /** What was done. */
  readonly event: EventName;
  /** The item's public id, as in the catalogue that the model was trained on. */
  readonly itemId: string;
  /** When, in milliseconds since 1970 (UTC). Default: now. */
  readonly timestamp?: number;
}

/** How {@link Personalizer.rerank} reads the caller's products. `P` is the caller's own type. */
export interface RerankOptions<P> {
  /** Gives a product's public id. A product whose id is not a string keeps its place. */
  readonly id: (product: P) => string;
  /** Says whether a product can be bought now; one that cannot never rises. Default: every product can. */
  readonly inStock?: (product: P) => boolean;
  /** How far to go from the shop's order (0) to the visitor's (1). Default: 1. */
  readonly strength?: number;
}

/** The same products in another order. */
export interface Reranked<P> {
  /** A new array with the very objects that came in, each exactly once. */
  readonly items: P[];
  /** How this order came about. */
  readonly mode: Mode;
  /** Why it came about so: the engine's reason, or the status that keeps the shop's order. */
  readonly reason: Reason | StatusCode;
}

/** Options of {@link Personalizer.recommend}. */
export interface RecommendOptions {
  /** Ids that must not be recommended, such as what is on the page already. */
  readonly exclude?: Iterable<string>;
}

/** One recommended item. */
export interface Recommendation {
  /** The item's public id. */
  readonly itemId: string;
  /** Its score; only the order of scores has a meaning. */
  readonly score: number;
}

/**
 * Where a part of a score comes from: the taste that an event shows, likeness to a segment, what follows an item of the
 * session in other sessions, being in the session already, the session's share in the item's category, of its brand
 * and in its price band, popularity, and what rounding took away or added.
 */
export type ContributionPart =
  | 'event'
  | 'segment'
  | 'next_item'
  | 'repeat'
  | 'category'
  | 'brand'
  | 'price_band'
  | 'popularity'
  | 'rounding';

/** One reason for a score. */
export interface Contribution {
  /** Where this part of the score comes from. */
  readonly part: ContributionPart;
  /** For `event` and `next_item`: the item of the session that gave it. */
  readonly itemId?: string;
  /** For `segment`: the segment's name. */
  readonly segment?: string;
  /** What it adds to the score, or takes from it. */
  readonly value: number;
}

/** The whole reason for a score: the values of the contributions sum exactly to it. */
export interface Explanation {
  /** The item's public id. */
  readonly itemId: string;
  /** Its score for this visitor. */
  readonly score: number;
  /** How the score came about. */
  readonly mode: Mode;
  /** The parts of the score. */
  readonly contributions: readonly Contribution[];
}

/** One remembered event. */
export interface RememberedEvent {
  /** What was done. */
  readonly event: EventName;
  /** The item's public id. */
  readonly itemId: string;
  /** When, in milliseconds since 1970 (UTC). */
  readonly at: number;
}

/** How likely the visitor belongs to one segment. */
export interface SegmentShare {
  /** The segment's name. */
  readonly name: string;
  /** A number from 0 to 1; the shares sum to 1. */
  readonly probability: number;
}

/** All that is known about the visitor. */
export interface Profile {
  /** The remembered events. */
  readonly events: readonly RememberedEvent[];
  /** How many events were counted. */
  readonly nEvents: number;
  /** The segments, and how likely each is. */
  readonly segments: readonly SegmentShare[];
}

/** One customer segment that the model publishes. */
export interface Segment {
  /** Its name, made from what its customers buy more than others. */
  readonly name: string;
  /** How many customers it was made from. */
  readonly nCustomers: number;
}

/** One section of the model file. */
export interface Section {
  /** Its identifier, as in the format's document. */
  readonly id: string;
  /** Its size in bytes. */
  readonly bytes: number;
}

/** How many distinct customers stand behind everything that a model publishes. */
export interface Thresholds {
  /** The fewest customers of an item with learned factors. */
  readonly itemCustomers: number;
  /** The fewest customers of a segment. */
  readonly segmentCustomers: number;
}

/** What a model says about itself. */
export interface ModelCard {
  /** The shop's name for it. */
  readonly name: string;
  /** The version of its file format. */
  readonly formatVersion: number;
  /** The size of the file in bytes. */
  readonly bytes: number;
  /** How many items it knows. */
  readonly nItems: number;
  /** How many factors describe an item. */
  readonly nFactors: number;
  /** The customer segments. */
  readonly segments: readonly Segment[];
  /** The first moment of the training window, in milliseconds since 1970 (UTC). */
  readonly trainedFrom: number;
  /** The last moment of the training window, in milliseconds since 1970 (UTC). */
  readonly trainedUntil: number;
  /** The privacy thresholds that it was trained with. */
  readonly thresholds: Thresholds;
  /** The sections of the file. */
  readonly sections: readonly Section[];
}
