/** Draws two orders of one page beside each other, and how far each product has moved. */

import { h } from '../dom.js';
import { price } from '../money.js';
import { number } from '../texts/index.js';
import { pictureOf } from '../views/picture.js';
import { PLACES } from './trial.js';

/** Draws the first places of the order without rules and of the order with them. */
export function orders(t, { before, after }, catalogue) {
  const places = new Map(before.items.map((item, place) => [item, place]));
  const left = before.items.slice(0, PLACES).map((item) => row(item, catalogue));
  const right = after.items
    .slice(0, PLACES)
    .map((item, place) => row(item, catalogue, moved(t, places.get(item), place)));
  const hidden = before.items.length - after.items.length;
  return h(
    'div',
    { class: 'orders' },
    column('before', t('before'), left),
    column('after', t('after'), right),
    hidden > 0 && h('p', { class: 'fine' }, t('hidden')(hidden)),
  );
}

const column = (id, title, rows) =>
  h(
    'section',
    { class: 'tool', 'aria-labelledby': id },
    h('h2', { id }, title),
    h('ol', { class: 'order', 'data-order': id }, ...rows),
  );

/** @type {(item: import('../catalogue.js').Item, catalogue: import('../catalogue.js').Catalogue, note?: Node) => Node} */
const row = (item, catalogue, note) =>
  h(
    'li',
    { 'data-item': item.id, class: item.privateLabel ? 'own' : '' },
    h('span', { class: 'order-picture' }, pictureOf(item)),
    h(
      'span',
      { class: 'order-words' },
      h('span', { lang: 'en' }, item.name),
      h('span', { class: 'fine' }, [item.brand, price(item.price, catalogue)].filter(Boolean).join(' · ')),
    ),
    note,
  );

/** Says how a product has moved: up, down, or from beyond the places that are shown. */
function moved(t, from, to) {
  if (from === to) return h('span', { class: 'move' }, t('stayed'));
  const up = from > to;
  const words = from >= PLACES ? t('came') : t(up ? 'rose' : 'fell')(number(Math.abs(from - to)));
  return h('span', { class: up ? 'move move-up' : 'move move-down' }, words);
}
