/**
 * Puts the hits of InstantSearch in the visitor's order, page by page.
 *
 * The hits stay the very objects that the search gave, with their `objectID`, `__position` and `__queryID`: Algolia's
 * analytics go on counting clicks at the position where the search put a hit, and learn nothing of the visitor's order.
 *
 * @example
 * ```ts
 * import { hits } from 'instantsearch.js/es/widgets';
 * import { rerankHits } from 'etalage/instantsearch';
 *
 * search.addWidgets([hits({ container: '#hits', transformItems: rerankHits(shop) })]);
 * ```
 *
 * @packageDocumentation
 */

import type { OrderOptions, Personalizer } from '../index.js';

/**
 * One hit, as far as it is read here.
 *
 * @example
 * ```ts
 * const hit: SearchHit = { objectID: 'B0-1042' };
 * ```
 */
export interface SearchHit {
  /** Algolia's id of the object. */
  readonly objectID: string;
}

/**
 * Options of {@link rerankHits}.
 *
 * @example
 * ```ts
 * const options: HitsOptions = { id: (hit) => String(hit['sku']), strength: 0.5 };
 * ```
 */
export interface HitsOptions extends OrderOptions {
  /** Gives the model's id of a hit. Default: its `objectID`. */
  readonly id?: (hit: SearchHit & Readonly<Record<string, unknown>>) => string;
  /** Says whether a hit can be bought now; one that cannot never rises. Default: every hit can. */
  readonly inStock?: (hit: SearchHit & Readonly<Record<string, unknown>>) => boolean;
}

/**
 * Makes a `transformItems` for the widgets of hits: the same hits, each once, in the visitor's order.
 *
 * @example
 * ```ts
 * const transformItems = rerankHits(shop, { strength: 0.7 });
 * ```
 */
export function rerankHits(
  shop: Pick<Personalizer, 'rerank'>,
  { id = ({ objectID }) => objectID, inStock, ...order }: HitsOptions = {},
): <Hit extends SearchHit>(hits: Hit[]) => Hit[] {
  return <Hit extends SearchHit>(hits: Hit[]) => {
    // A hit is a plain object from JSON: it has whatever fields the index has.
    type Fields = Hit & Readonly<Record<string, unknown>>;
    return shop.rerank(hits as Fields[], { ...order, id, inStock }).items;
  };
}
