/**
 * Draws products on shelves.
 *
 * The pictures of all candidates are asked for first, in the shop's own order. Then cards take their places in the
 * visitor's order, and on a change of order they move there, by transforms alone, in less than 200 ms.
 */

import { listed } from '../analytics.js';
import { PAGE } from '../candidates.js';
import { announce, h } from '../dom.js';
import { t } from '../texts/index.js';
import { card } from './card.js';
import { pictureOf } from './picture.js';

const MOVE = { duration: 180, easing: 'ease-out' };

/**
 * Draws a shelf whose candidates are all there from the beginning; it shows the first `shown` of them.
 * @param {import('../main.js').Shop} shop
 * @param {{ name: string, candidates: import('../catalogue.js').Item[], shown?: number, look?: string, fixed?: boolean }} options
 *   `fixed` keeps the shop's own order
 */
export function shelf(shop, { name, candidates, shown = candidates.length, look = '', fixed = false }) {
  const cards = cardsOf(candidates, shop);
  listed(name, candidates);
  const list = h('ol', { class: `shelf ${look}`, 'data-list': name });
  const place = () => {
    const order = fixed ? candidates : shop.window.arrange(candidates);
    moved(list, () => list.replaceChildren(...order.slice(0, shown).map(cards)));
  };
  place();
  return { node: list, refresh: place };
}

/**
 * Draws a listing that grows by a page on demand. Each page has the same products for everyone.
 * @param {import('../main.js').Shop} shop
 * @param {{ name: string, items: import('../catalogue.js').Item[], fixed?: boolean }} options
 */
export function listing(shop, { name, items, fixed = false }) {
  const list = h('ol', { class: 'shelf', 'data-list': name });
  const more = h('button', { class: 'button button-quiet more', type: 'button', onclick: () => grow() }, t('more'));
  /** @type {{ candidates: object[], cards: (item: object) => HTMLElement }[]} */
  const pages = [];

  const arranged = ({ candidates, cards }) => (fixed ? candidates : shop.window.arrange(candidates)).map(cards);
  function add() {
    const candidates = items.slice(pages.length * PAGE, (pages.length + 1) * PAGE);
    const page = { candidates, cards: cardsOf(candidates, shop) };
    listed(name, candidates);
    pages.push(page);
    list.append(...arranged(page));
    more.hidden = pages.length * PAGE >= items.length;
    return candidates.length;
  }
  function grow() {
    const first = list.children.length;
    const added = add();
    list.children[first]?.querySelector('a')?.focus();
    announce(t('moreShown')(added));
  }
  add();
  return {
    node: h('div', { class: 'shelf-frame' }, list, more),
    refresh: () => moved(list, () => list.replaceChildren(...pages.flatMap(arranged))),
  };
}

/** Asks for the picture of each candidate, in the shop's order, and gives the card of one when it is wanted. */
function cardsOf(candidates, shop) {
  const pictures = new Map(candidates.map((item) => [item, pictureOf(item)]));
  const made = new Map();
  return (item) => {
    if (!made.has(item)) made.set(item, card(item, pictures.get(item), shop));
    return made.get(item);
  };
}

/** Lets what a change moves slide to its new place, and keeps the focus where it was. */
function moved(list, change) {
  const still = !list.isConnected || matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (still) return change();
  const focused = /** @type {HTMLElement | null} */ (
    list.contains(document.activeElement) ? document.activeElement : null
  );
  const places = new Map([...list.children].map((node) => [node, node.getBoundingClientRect()]));
  change();
  for (const node of list.children) {
    const from = places.get(node);
    const to = node.getBoundingClientRect();
    if (from === undefined) node.animate([{ opacity: 0 }, { opacity: 1 }], MOVE);
    else if (from.x !== to.x || from.y !== to.y) {
      node.animate([{ transform: `translate(${from.x - to.x}px, ${from.y - to.y}px)` }, { transform: 'none' }], MOVE);
    }
  }
  focused?.focus({ preventScroll: true });
  return undefined;
}
