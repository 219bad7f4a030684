/**
 * Counts the e-commerce events that a page sends to Google Analytics 4 or Tag Manager anyway, from its data layer.
 *
 * Nothing is sent and nothing is added: the data layer is listened to. Understood are `dataLayer.push({ event, ecommerce })`
 * and `gtag('event', name, { items })`, pushes from before the model was there, an `ecommerce` object that stays until it
 * is reset with `ecommerce: null`, and items by their `item_id`.
 *
 * @example
 * ```ts
 * import { Personalizer } from 'etalage';
 * import { observeDataLayer } from 'etalage/ga4';
 *
 * const shop = await Personalizer.load('/models/shop.etalage', { consent: 'page' });
 * observeDataLayer(shop);
 * ```
 *
 * @packageDocumentation
 */

import type { EventName, Personalizer } from '../index.js';
import { command, type DataLayer, hear, isRecord } from './data-layer.js';

export type { DataLayer } from './data-layer.js';

/**
 * Options of {@link observeDataLayer}.
 *
 * @example
 * ```ts
 * const options: DataLayerOptions = { id: (item) => item['item_group_id'] };
 * ```
 */
export interface DataLayerOptions {
  /** The data layer. Default: `window.dataLayer`, which is made where it is missing. */
  readonly dataLayer?: DataLayer;
  /** Gives the model's id of a GA4 item. Default: its `item_id`. */
  readonly id?: (item: Readonly<Record<string, unknown>>) => unknown;
}

const NAMES: ReadonlySet<unknown> = new Set<EventName>([
  'view_item',
  'select_item',
  'add_to_wishlist',
  'add_to_cart',
  'remove_from_cart',
  'purchase',
]);

const isName = (name: unknown): name is EventName => NAMES.has(name);

/**
 * Counts the events of a data layer, those from before too. Gives the function that ends it.
 *
 * @example
 * ```ts
 * const stop = observeDataLayer(shop);
 * ```
 */
export function observeDataLayer(shop: Pick<Personalizer, 'observe'>, options: DataLayerOptions = {}): () => void {
  const { dataLayer, id = (item) => item['item_id'] } = options;
  // Tag Manager remembers what was pushed: an event without items of its own is about the last ones.
  let ecommerce: unknown;
  const count = (event: unknown, details: unknown): void => {
    if (!isName(event) || !isRecord(details) || !Array.isArray(details['items'])) return;
    for (const item of details['items']) {
      const itemId = isRecord(item) ? id(item) : undefined;
      if (typeof itemId === 'string' || typeof itemId === 'number') shop.observe({ event, itemId: String(itemId) });
    }
  };
  return hear(dataLayer, (entry) => {
    const words = command(entry);
    if (words !== undefined) {
      if (words[0] === 'event') count(words[1], words[2]);
    } else if (isRecord(entry)) {
      if ('ecommerce' in entry) {
        const { ecommerce: given } = entry;
        ecommerce = isRecord(given) && isRecord(ecommerce) ? { ...ecommerce, ...given } : given;
      }
      count(entry['event'], ecommerce);
    }
  });
}
