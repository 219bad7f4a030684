/**
 * Holds the plain objects that come out of a {@link Personalizer}.
 *
 * Nothing here has behaviour: every value can be logged, stored in a test, or passed through `structuredClone`.
 */

import type { ErrorCode } from './errors.js';
import type { EventName } from './options.js';
import type { RuleNote } from './rules.js';

/**
 * How the present order comes about, from most to least personal.
 *
 * @example
 * ```ts
 * const mode: Mode = shop.status.mode;
 * ```
 */
export type Mode = 'personal' | 'segment' | 'popular' | 'original';

/**
 * Why the engine gives the order that it gives: how much it has seen of this visitor.
 *
 * @example
 * ```ts
 * if (reranked.reason === ('few_events' satisfies Reason)) hint.hidden = false;
 * ```
 */
export type Reason = 'off' | 'no_events' | 'few_events' | 'enough_events';

/**
 * Why the status is what it is: `ready`, `consent_off`, `gpc` (the browser sends Global Privacy Control), or the code of
 * the error that stands in the way.
 *
 * @example
 * ```ts
 * const works: boolean = (['ready', 'consent_off', 'gpc'] satisfies StatusCode[]).some((code) => code === shop.status.code);
 * ```
 */
export type StatusCode = 'ready' | 'consent_off' | 'gpc' | ErrorCode;

/**
 * How the browser's storage took what was asked of it: nothing was asked (`unused`), the profile is in it (`kept`), the
 * browser refused (`blocked`), there was no room (`full`), or what was found there was not ours and was deleted
 * (`discarded`). In the last three the profile lives on in this page's memory.
 *
 * @example
 * ```ts
 * if (shop.status.storage === 'blocked') hint.textContent = 'Your window starts afresh on each page.';
 * ```
 */
export type StorageState = 'unused' | 'kept' | 'blocked' | 'full' | 'discarded';

/**
 * What a {@link Personalizer} can do at this moment, and why.
 *
 * @example
 * ```ts
 * const { mode, code, message }: Status = shop.status;
 * ```
 */
export interface Status {
  /** How the next order will come about. */
  readonly mode: Mode;
  /** A stable name for the reason, for programs. */
  readonly code: StatusCode;
  /** The reason in one sentence, for people. */
  readonly message: string;
  /** What became of the profile in the browser's storage. */
  readonly storage: StorageState;
  /** How far the model protects the customers that it was trained on; none before a model is loaded. */
  readonly tier?: Tier;
}

/**
 * What changed, so that an order may differ: an event was counted, what the visitor allows, the profile (erased, imported
 * or taken over from another tab), or whether the engine answers.
 *
 * @example
 * ```ts
 * shop.subscribe((change: Change) => change !== 'event' && arrange());
 * ```
 */
export type Change = 'event' | 'consent' | 'profile' | 'engine';

/**
 * The same products in another order.
 *
 * @example
 * ```ts
 * const { items, mode, reason }: Reranked<Product> = shop.rerank(products, options);
 * ```
 */
export interface Reranked<P> {
  /** A new array with the very objects that came in, each exactly once, but for those that a rule hides. */
  readonly items: P[];
  /** Those that a rule hides, in the order that they came in; none without such a rule. */
  readonly hidden: P[];
  /** How this order came about. */
  readonly mode: Mode;
  /** Why it came about so: the engine's reason, or the status that keeps the shop's order. */
  readonly reason: Reason | StatusCode;
}

/**
 * One recommended item.
 *
 * @example
 * ```ts
 * const best: Recommendation | undefined = shop.recommend(1)[0];
 * ```
 */
export interface Recommendation {
  /** The item's public id. */
  readonly itemId: string;
  /** Its score; only the order of scores has a meaning. */
  readonly score: number;
}

/**
 * How far a model protects the customers that it was trained on. `public`: it holds public words of the catalogue, and
 * statistics of customers to which noise was added. `learned`: parts of it were learned from customers, and an attack that tries to
 * tell who they were stayed within its bounds. `unchecked`: nothing is claimed.
 *
 * @example
 * ```ts
 * const tier: Tier | undefined = shop.status.tier;
 * ```
 */
export type Tier = 'unchecked' | 'learned' | 'public';

/**
 * What kind of public feature the catalogue shows: a word of the name, a level of the category path, the brand, what the
 * ids of variants have in common, the price band.
 *
 * @example
 * ```ts
 * const words = parts.filter((part) => part.part === 'feature' && part.kind === ('word' satisfies FeatureKind));
 * ```
 */
export type FeatureKind = 'word' | 'category' | 'brand' | 'family' | 'price_band';

/**
 * Where a part of a score comes from: the taste that an event shows, likeness to a segment, what follows an item of the
 * session in other sessions, being in the session already, the session's share in the item's category, of its brand
 * and in its price band, a public feature that it shares with the session, popularity, what rounding took away or added, and the boosts and burials of rules.
 *
 * @example
 * ```ts
 * const LABELS: Partial<Record<ContributionPart, string>> = { repeat: 'you looked at it before' };
 * ```
 */
export type ContributionPart = Contribution['part'];

/**
 * One reason for a score; `part` says which.
 *
 * @example
 * ```ts
 * const [first]: readonly Contribution[] = shop.explain('B0-1042')?.contributions ?? [];
 * const about = first?.part === 'feature' ? first.feature : undefined;
 * ```
 */
export type Contribution =
  | ItemContribution
  | SegmentContribution
  | FeatureContribution
  | RuleContribution
  | PlainContribution;

/**
 * What an item of the session gave.
 *
 * @example
 * ```ts
 * const bySession = (part: Contribution): part is ItemContribution => part.part === 'event' || part.part === 'next_item';
 * ```
 */
export interface ItemContribution {
  /** The taste that its events show, or what follows it in other sessions. */
  readonly part: 'event' | 'next_item';
  /** The item of the session. */
  readonly itemId: string;
  /** What it adds to the score, or takes from it. */
  readonly value: number;
}

/**
 * What likeness to a segment gave.
 *
 * @example
 * ```ts
 * const bySegment = (part: Contribution): part is SegmentContribution => part.part === 'segment';
 * ```
 */
export interface SegmentContribution {
  /** Names this part. */
  readonly part: 'segment';
  /** The segment's name. */
  readonly segment: string;
  /** What it adds to the score, or takes from it. */
  readonly value: number;
}

/**
 * What a public feature gave, which the item shares with items of the session.
 *
 * @example
 * ```ts
 * const byFeature = (part: Contribution): part is FeatureContribution => part.part === 'feature';
 * ```
 */
export interface FeatureContribution {
  /** Names this part. */
  readonly part: 'feature';
  /** What kind of feature it is. */
  readonly kind: FeatureKind;
  /** The word, the category path, the brand, the family or the number of the price band. */
  readonly feature: string;
  /** What it adds to the score. */
  readonly value: number;
}

/**
 * What a rule gave.
 *
 * @example
 * ```ts
 * const byRule = (part: Contribution): part is RuleContribution => part.part === 'rule';
 * ```
 */
export interface RuleContribution {
  /** Names this part. */
  readonly part: 'rule';
  /** The rule's name. */
  readonly rule: string;
  /** What it adds to the score, or takes from it. */
  readonly value: number;
}

/**
 * What needs no name beside its part.
 *
 * @example
 * ```ts
 * const plain: PlainContribution = { part: 'popularity', value: 0.1 };
 * ```
 */
export interface PlainContribution {
  /** Where this part of the score comes from. */
  readonly part: 'repeat' | 'category' | 'brand' | 'price_band' | 'popularity' | 'rounding';
  /** What it adds to the score, or takes from it. */
  readonly value: number;
}

/**
 * The whole reason for a score: the values of the contributions sum exactly to it.
 *
 * @example
 * ```ts
 * const why: Explanation | undefined = shop.explain('B0-1042');
 * ```
 */
export interface Explanation {
  /** The item's public id. */
  readonly itemId: string;
  /** Its score for this visitor. */
  readonly score: number;
  /** How the score came about. */
  readonly mode: Mode;
  /** The parts of the score. */
  readonly contributions: readonly Contribution[];
  /** What rules did to its place in the latest order, beside the score. */
  readonly notes: readonly RuleNote[];
}

/**
 * One remembered event.
 *
 * @example
 * ```ts
 * const last: RememberedEvent | undefined = shop.profile().events.at(-1);
 * ```
 */
export interface RememberedEvent {
  /** What was done. */
  readonly event: EventName;
  /** The item's public id. */
  readonly itemId: string;
  /** When, in milliseconds since 1970 (UTC). */
  readonly at: number;
}

/**
 * How likely the visitor belongs to one segment.
 *
 * @example
 * ```ts
 * const [likeliest]: readonly SegmentShare[] = shop.profile().segments;
 * ```
 */
export interface SegmentShare {
  /** The segment's name. */
  readonly name: string;
  /** A number from 0 to 1; the shares sum to 1. */
  readonly probability: number;
}

/**
 * How sure the events make the engine that the visitor likes an item.
 *
 * @example
 * ```ts
 * const total = shop.profile().evidence.reduce((sum, { confidence }: Evidence) => sum + confidence, 0);
 * ```
 */
export interface Evidence {
  /** The item. */
  readonly itemId: string;
  /** The sum of its events' weights, each halved with every half-life that it is older than the newest: 1 is one fresh view. */
  readonly confidence: number;
}

/**
 * All that is known about the visitor.
 *
 * @example
 * ```ts
 * const known: Profile = shop.profile();
 * ```
 */
export interface Profile {
  /** The remembered events. */
  readonly events: readonly RememberedEvent[];
  /** How many events were counted. */
  readonly nEvents: number;
  /** The segments, and how likely each is. */
  readonly segments: readonly SegmentShare[];
  /** What the events amount to, item by item. */
  readonly evidence: readonly Evidence[];
  /** The visitor's vector, as long as an item's; what a vector without evidence says is the population's mean. */
  readonly vector: readonly number[];
}

/**
 * One customer segment that the model publishes.
 *
 * @example
 * ```ts
 * const names = shop.parameters()?.segments.map((segment: Segment) => segment.name);
 * ```
 */
export interface Segment {
  /** Its name, made from what its customers buy more than others. */
  readonly name: string;
  /** How many customers it was made from. */
  readonly nCustomers: number;
}

/**
 * One section of the model file.
 *
 * @example
 * ```ts
 * const sizes = shop.parameters()?.sections.map((section: Section) => `${section.id}: ${section.bytes}`);
 * ```
 */
export interface Section {
  /** Its identifier, as in the format's document. */
  readonly id: string;
  /** Its size in bytes. */
  readonly bytes: number;
}

/**
 * How many distinct customers stand behind everything that a model publishes.
 *
 * @example
 * ```ts
 * const thresholds: Thresholds | undefined = shop.parameters()?.thresholds;
 * ```
 */
export interface Thresholds {
  /** The fewest customers of an item with learned factors. */
  readonly itemCustomers: number;
  /** The fewest customers of a segment. */
  readonly segmentCustomers: number;
}

/**
 * What a model says about itself.
 *
 * @example
 * ```ts
 * const card: ModelCard | undefined = shop.parameters();
 * ```
 */
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
  /** How far it protects the customers that it was trained on. */
  readonly tier: Tier;
  /** Why the tier is `unchecked`, in the words of whoever trained it; none otherwise. */
  readonly reason?: string;
  /** ε of the (ε, δ)-differential privacy of its statistics; 0 where no noise was added. */
  readonly epsilon: number;
  /** δ. */
  readonly delta: number;
  /** The sections of the file. */
  readonly sections: readonly Section[];
}
