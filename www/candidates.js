/**
 * Holds the law of the shop's loading: which products a page may show depends on its address alone.
 *
 * A page's candidates are the same for every visitor. All of their pictures are asked for, in the shop's own order, and
 * only then are they put in the visitor's order. So whoever watches the network learns which page was opened, and
 * nothing of what it put first.
 */

/** How many products of a listing are arranged at a time. */
export const PAGE = 48;

/** How many products stand behind the shelf "for you", and how many of them it shows. */
const POOL = 120;
export const FOR_YOU = 12;

/** How many products a short shelf shows. */
export const ROW = 12;

/** How many products may "go well with" another, how many are asked for to find them, and how many of them are shown. */
const COMPANIONS = 24;
export const COMPANIONS_ASKED = 80;
export const NEAR = 6;

const inShopOrder = (items) => items.toSorted((a, b) => a.place - b.place);

function* inStock(items) {
  for (const item of items) if (item.inStock) yield item;
}

/** Gives what the shelf "for you" chooses from: the first products in stock of each aisle in turn. */
export function forYou(catalogue) {
  const aisles = catalogue.aisles.map(({ items }) => inStock(items));
  const pool = new Set();
  for (let left = aisles; pool.size < POOL && left.length > 0; ) {
    const turn = left.map((items) => ({ items, next: items.next() })).filter(({ next }) => !next.done);
    for (const { next } of turn) if (pool.size < POOL) pool.add(next.value);
    left = turn.map(({ items }) => items);
  }
  return inShopOrder([...pool]);
}

/** Gives the shop's own brand: its first products in stock. */
export const basics = (catalogue) =>
  catalogue.items.filter(({ privateLabel, inStock }) => privateLabel && inStock).slice(0, ROW);

/** Gives the products of a running campaign. */
export function ofCampaign(catalogue, campaign) {
  const items = campaign.categories.flatMap((path) => catalogue.category(path.split(' > '))?.items ?? []);
  return inShopOrder(items.filter(({ inStock }) => inStock)).slice(0, ROW);
}

/** Gives the products near another: of its own aisle, in the shop's order. */
export const near = (catalogue, item) =>
  (catalogue.trail(item).at(-1)?.items ?? []).filter((other) => other !== item).slice(0, COMPANIONS);

/**
 * Gives what goes well with a product, from ids that were chosen for the product and not for a visitor, best first: things
 * of other aisles, since its own is shown beside them.
 */
export function companions(catalogue, item, ids) {
  const found = ids.map((id) => catalogue.item(id)).filter((other) => other?.inStock);
  const elsewhere = found.filter(({ category }) => category !== item.category);
  return inShopOrder((elsewhere.length < NEAR ? found : elsewhere).slice(0, COMPANIONS));
}

/**
 * Lets a listing be arranged in pieces of one page: what is on a page is the same for everyone, only the order on it is
 * the visitor's.
 * @template T
 * @param {T[]} items
 * @param {(page: T[]) => T[]} arrange
 */
export function* pages(items, arrange) {
  for (let at = 0; at < items.length; at += PAGE) yield arrange(items.slice(at, at + PAGE));
}
