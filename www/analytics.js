/**
 * Holds what the shop would tell an analytics tool, by GA4's names, in the page's data layer.
 *
 * Every product is told with its place in the shop's own order on this page, never with the place that it has for this
 * visitor: a rank that came from someone's clicks would carry them along. No tool listens in this shop.
 */

/** @type {object[]} */
const layer = [];
globalThis.dataLayer = layer;

/** Tells that a list is on the page. */
export function listed(list, items) {
  const told = items.map((item, index) => ({ item_id: item.id, index }));
  layer.push({ event: 'view_item_list', ecommerce: { item_list_name: list, items: told } });
}

/** Tells what was done with a product. */
export function done(event, item) {
  layer.push({ event, ecommerce: { items: [{ item_id: item.id }] } });
}
