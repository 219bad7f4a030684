/**
 * Counts the e-commerce events that a page sends to Segment anyway, by the names of Segment's spec, version 2.
 *
 * @example
 * ```ts
 * import { observeSegment } from 'etalage/segment';
 *
 * analytics.addSourceMiddleware(observeSegment(shop));
 * ```
 *
 * @packageDocumentation
 */

import type { EventName, Personalizer } from '../index.js';

/**
 * What analytics.js hands to a source middleware, as far as it is read here.
 *
 * @example
 * ```ts
 * const call: SegmentCall = { payload: { obj: { type: 'track', event: 'Product Viewed' } }, next: () => undefined };
 * ```
 */
export interface SegmentCall<Payload extends SegmentPayload = SegmentPayload> {
  /** The call to analytics.js. */
  readonly payload: Payload;
  /** Passes it on. */
  readonly next: (payload: Payload | null) => void;
}

/**
 * One call to analytics.js.
 *
 * @example
 * ```ts
 * const payload: SegmentPayload = { obj: { type: 'track', event: 'Product Viewed', properties: { product_id: 'B0-1042' } } };
 * ```
 */
export interface SegmentPayload {
  /** The message that Segment gets. */
  readonly obj: object;
}

/**
 * Options of {@link observeSegment}.
 *
 * @example
 * ```ts
 * const options: SegmentOptions = { id: (product) => product['sku'] };
 * ```
 */
export interface SegmentOptions {
  /** Gives the model's id of a product. Default: its `product_id`. */
  readonly id?: (product: Readonly<Record<string, unknown>>) => unknown;
}

const NAMES: ReadonlyMap<unknown, EventName> = new Map([
  ['Product Viewed', 'view_item'],
  ['Product Clicked', 'select_item'],
  ['Product Added to Wishlist', 'add_to_wishlist'],
  ['Product Added', 'add_to_cart'],
  ['Product Removed', 'remove_from_cart'],
  ['Order Completed', 'purchase'],
]);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/**
 * Makes a source middleware for analytics.js that counts what passes, and passes it on unchanged.
 *
 * @example
 * ```ts
 * analytics.addSourceMiddleware(observeSegment(shop, { id: (product) => product['sku'] }));
 * ```
 */
export function observeSegment(
  shop: Pick<Personalizer, 'observe'>,
  { id = (product) => product['product_id'] }: SegmentOptions = {},
): <Payload extends SegmentPayload>(call: SegmentCall<Payload>) => void {
  const count = (message: unknown): void => {
    if (!isRecord(message) || message['type'] !== 'track') return;
    const event = NAMES.get(message['event']);
    const properties = message['properties'];
    if (event === undefined || !isRecord(properties)) return;
    const products = event === 'purchase' ? properties['products'] : [properties];
    if (!Array.isArray(products)) return;
    for (const product of products) {
      const itemId = isRecord(product) ? id(product) : undefined;
      if (typeof itemId === 'string' || typeof itemId === 'number') shop.observe({ event, itemId: String(itemId) });
    }
  };
  return ({ payload, next }) => {
    try {
      count(payload.obj);
    } catch {
      // A message that cannot be read is no event, and goes its way all the same.
    }
    next(payload);
  };
}
