/**
 * Draws one product as it stands on a shelf.
 *
 * A card depends on its product alone: nothing in it tells where it stands, or why.
 */

import { done } from '../analytics.js';
import { announce, h, sign } from '../dom.js';
import { price } from '../money.js';
import { productHref } from '../router.js';
import { categoryName, foreign, t } from '../texts/index.js';
import { openWhy } from './why.js';

/** Draws one product with its picture. */
export function card(item, picture, shop) {
  const { catalogue } = shop;
  const aisle = catalogue.trail(item).at(-1)?.name;
  return h(
    'li',
    { class: 'card', 'data-item': item.id },
    h(
      'a',
      { class: 'card-link', href: productHref(item) },
      h('span', { class: 'card-picture' }, picture, !item.inStock && h('span', { class: 'badge' }, t('soldOut'))),
      h('span', { class: 'card-brand' }, item.brand ?? (aisle === undefined ? ' ' : categoryName(aisle))),
      h('span', { class: 'card-name', lang: foreign() }, item.name),
    ),
    h(
      'div',
      { class: 'card-foot' },
      h('span', { class: 'card-price' }, price(item.price, catalogue)),
      h(
        'button',
        {
          class: 'round ask',
          type: 'button',
          'aria-label': t('whyThis')(item.name),
          onclick: () => openWhy(item, shop),
        },
        sign('why'),
      ),
      h(
        'button',
        {
          class: 'round add',
          type: 'button',
          disabled: !item.inStock,
          'aria-label': t('addThis')(item.name),
          onclick: () => putInCart(item, shop),
        },
        sign('add'),
      ),
    ),
  );
}

/** Puts one in the cart, and tells whoever may know. */
export function putInCart(item, { cart, window }) {
  cart.add(item);
  window.observe('add_to_cart', item);
  done('add_to_cart', item);
  announce(t('added')(item.name));
}
