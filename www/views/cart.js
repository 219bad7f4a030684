/** Draws the cart and its pretend checkout. */

import { h } from '../dom.js';
import { pictureOf } from '../picture/index.js';
import { productHref } from '../router.js';

/** Draws the page of the cart. */
export function cart(shop) {
  const content = h('div', {});
  const draw = () => content.replaceChildren(...(shop.cart.count === 0 ? empty() : full(shop, draw)));
  draw();
  return {
    title: `Cart · ${shop.catalogue.name}`,
    node: h('div', { class: 'page page-narrow' }, h('div', { class: 'page-head' }, h('h1', {}, 'Your cart')), content),
  };
}

const empty = () => [
  h('p', { class: 'lead' }, 'Nothing in it yet.'),
  h('p', {}, h('a', { class: 'button', href: '#/' }, 'Back to the window')),
];

function full(shop, draw) {
  const { cart, catalogue, window } = shop;
  const order = () => {
    for (const [item] of cart.lines) window.observe('purchase', item);
    cart.clear();
    draw();
  };
  return [
    h('ul', { class: 'lines' }, ...cart.lines.map(([item, quantity]) => line(item, quantity, shop, draw))),
    h('p', { class: 'total' }, 'Total ', h('strong', {}, catalogue.price(cart.total))),
    h('button', { class: 'button', type: 'button', onclick: order }, 'Place a pretend order'),
    h('p', { class: 'fine' }, 'Nothing is bought and nothing is sent: this shop only pretends to sell.'),
  ];
}

function line(item, quantity, { cart, catalogue, window }, draw) {
  const step = (label, sign, action) =>
    h(
      'button',
      {
        class: 'step',
        type: 'button',
        'aria-label': `${label} ${item.name}`,
        onclick: () => {
          action();
          draw();
        },
      },
      sign,
    );
  const less = () => {
    cart.takeOne(item);
    window.observe('remove_from_cart', item);
  };
  return h(
    'li',
    { class: 'line' },
    h('a', { class: 'line-picture', href: productHref(item), tabindex: '-1', 'aria-hidden': 'true' }, pictureOf(item)),
    h('a', { class: 'line-name', href: productHref(item) }, item.name),
    h(
      'span',
      { class: 'quantity' },
      step('One less of', '−', less),
      h('span', {}, String(quantity)),
      step('One more of', '+', () => cart.add(item)),
    ),
    h('span', { class: 'line-price' }, catalogue.price(item.price === null ? null : item.price * quantity)),
  );
}
