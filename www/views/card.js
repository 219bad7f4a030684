/** Draws one product as it stands on a shelf, and shelves of them. */

import { h } from '../dom.js';
import { pictureOf } from '../picture/index.js';
import { productHref } from '../router.js';

/** Draws one product. */
export function card(item, shop) {
  const { catalogue, cart, window } = shop;
  return h(
    'li',
    { class: 'card', 'data-item': item.id },
    h(
      'a',
      { class: 'card-link', href: productHref(item) },
      h('span', { class: 'card-picture' }, pictureOf(item), !item.inStock && h('span', { class: 'badge' }, 'Sold out')),
      h('span', { class: 'card-brand' }, item.brand ?? catalogue.trail(item).at(-1)?.name ?? ' '),
      h('span', { class: 'card-name' }, item.name),
    ),
    h(
      'div',
      { class: 'card-foot' },
      h('span', { class: 'card-price' }, catalogue.price(item.price)),
      h(
        'button',
        {
          class: 'add',
          type: 'button',
          disabled: !item.inStock,
          'aria-label': `Add ${item.name} to the cart`,
          onclick: () => {
            cart.add(item);
            window.observe('add_to_cart', item);
          },
        },
        '+',
      ),
    ),
  );
}

/**
 * Draws products in a grid that grows on demand. `arrange` is asked again when the order changes under it.
 * @param {object} shop
 * @param {{ name: string, arrange: () => import('../catalogue.js').Item[], page?: number, look?: string }} options
 */
export function shelf(shop, { name, arrange, page = 24, look = '' }) {
  const list = h('ol', { class: `shelf ${look}`, 'data-list': name });
  const more = h('button', { class: 'more', type: 'button', onclick: () => grow() }, 'Show more');
  let items = arrange();
  let shown = page;

  const draw = () => {
    list.replaceChildren(...items.slice(0, shown).map((item) => card(item, shop)));
    more.hidden = shown >= items.length;
  };
  function grow() {
    const first = shown;
    shown += page;
    list.append(...items.slice(first, shown).map((item) => card(item, shop)));
    more.hidden = shown >= items.length;
    list.children[first]?.querySelector('a')?.focus();
  }
  draw();
  return {
    node: h('div', { class: 'shelf-frame' }, list, more),
    refresh() {
      items = arrange();
      draw();
    },
  };
}
