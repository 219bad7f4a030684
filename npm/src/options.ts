/**
 * Holds what goes into a {@link Personalizer}: what the visitor allows, events, and how a page's products are read and
 * ordered.
 *
 * Nothing here has behaviour.
 */

import type { Rules } from './rules.js';

/**
 * The e-commerce events that count, by the names that Google Analytics 4 gives them.
 *
 * @example
 * ```ts
 * const event: EventName = 'add_to_cart';
 * ```
 */
export type EventName =
  | 'view_item'
  | 'select_item'
  | 'add_to_wishlist'
  | 'add_to_cart'
  | 'remove_from_cart'
  | 'purchase';

/**
 * What the visitor allows; each grade allows what the ones before it allow.
 *
 * - `off` records nothing and keeps the shop's order.
 * - `page` remembers events in this page's memory: they are gone on reload.
 * - `memory` remembers them for this tab's session, across pages, in `sessionStorage`.
 * - `persistent` remembers them in `localStorage`, for {@link PersonalizerOptions.keepDays} after the last one.
 *
 * The sealed build (`etalage/sealed`) has the first two only.
 *
 * @example
 * ```ts
 * banner.onAccept = () => shop.setConsent('persistent');
 * banner.onRefuse = () => shop.setConsent('off');
 * ```
 */
export type Consent = 'off' | 'page' | 'memory' | 'persistent';

/**
 * Options that hold for the life of a {@link Personalizer}.
 *
 * @example
 * ```ts
 * const options: PersonalizerOptions = { consent: 'persistent', keepDays: 14 };
 * ```
 */
export interface PersonalizerOptions {
  /**
   * What the visitor allows. Leave it out while that is not known: nothing is recorded then, and what an earlier page
   * stored stays unread. Any grade that is given counts as the visitor's decision, `off` too. Default: undecided.
   */
  readonly consent?: Consent;
  /** For how many days after the last event a stored profile counts, 30 at most. Default: 7. */
  readonly keepDays?: number;
  /**
   * The name, after `etalage:`, of the one key in the browser's storage and of the channel between tabs: another one for each
   * of several shops on one origin. Default: `profile`.
   */
  readonly storageName?: string;
  /**
   * Whether a grade above `off` is followed although the browser sends Global Privacy Control. Only right where the
   * visitor chose this very personalization in spite of the signal, in a dialogue that said so; keep a record of where
   * that is. Default: false, and the grade stays `off`.
   */
  readonly ignoreGlobalPrivacyControl?: boolean;
}

/**
 * Options of {@link Personalizer.load}.
 *
 * @example
 * ```ts
 * const options: LoadOptions = { consent: 'page', integrity: manifest.integrity, deadline: 500, late: 'adopt' };
 * ```
 */
export interface LoadOptions extends PersonalizerOptions {
  /** The model's hash for the browser to check, as in `<script integrity>`: `sha256-` and the base64 of its SHA-256. */
  readonly integrity?: string;
  /** For how many ms `load` waits at most, before it resolves with the shop's order. `Infinity` waits. Default: 1000. */
  readonly deadline?: number;
  /**
   * What becomes of a model that comes after the deadline. `ignore` leaves this page as it is, so that nothing moves under
   * the visitor's hand; the browser's cache has the files for the next one. `adopt` uses it from then on, and counts what
   * was observed meanwhile. Default: `ignore`.
   */
  readonly late?: 'ignore' | 'adopt';
}

/**
 * One thing that the visitor did with one item.
 *
 * @example
 * ```ts
 * const event: ItemEvent = { event: 'view_item', itemId: 'B0-1042' };
 * ```
 */
export interface ItemEvent {
  /** What was done. */
  readonly event: EventName;
  /** The item's public id, as in the catalogue that the model was trained on. */
  readonly itemId: string;
  /** When, in milliseconds since 1970 (UTC). Default: now. */
  readonly timestamp?: number;
}

/**
 * How the caller's products are read. `P` is the caller's own type.
 *
 * @example
 * ```ts
 * const read: CandidateOptions<Product> = { id: (product) => product.sku, inStock: (product) => product.stock > 0 };
 * ```
 */
export interface CandidateOptions<P> {
  /** Gives a product's public id. A product whose id is not a string keeps its place. */
  readonly id: (product: P) => string;
  /** Says whether a product can be bought now; one that cannot never rises. Default: every product can. */
  readonly inStock?: ((product: P) => boolean) | undefined;
}

/**
 * How products are ordered.
 *
 * @example
 * ```ts
 * const options: OrderOptions = { strength: 0.7 };
 * ```
 */
export interface OrderOptions {
  /** How far to go from the shop's order (0) to the visitor's (1). Default: 1. */
  readonly strength?: number | undefined;
  /**
   * What the merchandiser says about the page. The object is read once, so make it once: rules in a changed object count when
   * it is another one. Default: no rules.
   */
  readonly rules?: Rules | undefined;
}

/**
 * How {@link Personalizer.rerank} reads and orders products.
 *
 * @example
 * ```ts
 * const options: RerankOptions<Product> = { id: (product) => product.sku, strength: 0.7 };
 * ```
 */
export interface RerankOptions<P> extends CandidateOptions<P>, OrderOptions {}

/**
 * Options of {@link Personalizer.recommend}.
 *
 * @example
 * ```ts
 * const options: RecommendOptions = { exclude: cart.map((product) => product.sku) };
 * ```
 */
export interface RecommendOptions {
  /** Ids that must not be recommended, such as what is on the page already. */
  readonly exclude?: Iterable<string>;
}
