/** Draws the cart and its pretend checkout. */

import { done } from '../analytics.js';
import { h } from '../dom.js';
import { price } from '../money.js';
import { productHref } from '../router.js';
import { foreign, t } from '../texts/index.js';
import { pictureOf } from './picture.js';

/** Draws the page of the cart. */
export function cart(shop) {
  const content = h('div', { class: 'cart' });
  const draw = () => content.replaceChildren(...(shop.cart.count === 0 ? empty() : full(shop, draw)));
  draw();
  return {
    title: `${t('cartTitle')} · ${shop.catalogue.name}`,
    node: h('div', { class: 'page page-narrow' }, h('div', { class: 'head' }, h('h1', {}, t('cartTitle'))), content),
  };
}

/** Draws the pretend checkout. */
export function checkout(shop) {
  const { cart: things, catalogue, window } = shop;
  const content = h('div', { class: 'cart' });
  const order = () => {
    for (const [item] of things.lines) {
      window.observe('purchase', item);
      done('purchase', item);
    }
    things.clear();
    content.replaceChildren(
      h('h2', { tabindex: '-1' }, t('thanks')),
      h('p', { class: 'lead' }, t('thanksLead')),
      back(),
    );
    content.querySelector('h2')?.focus();
  };
  if (things.count === 0) content.append(...empty());
  else {
    content.append(
      h('ul', { class: 'receipt' }, ...things.lines.map(([item, n]) => receiptLine(item, n, catalogue))),
      total(shop),
      h('p', { class: 'end' }, h('button', { class: 'button', type: 'button', onclick: order }, t('order'))),
      h('p', { class: 'fine end' }, t('checkoutLead')),
    );
  }
  return {
    title: `${t('checkoutTitle')} · ${catalogue.name}`,
    node: h(
      'div',
      { class: 'page page-narrow' },
      h('div', { class: 'head' }, h('h1', {}, t('checkoutTitle'))),
      content,
    ),
  };
}

const back = () => h('p', {}, h('a', { class: 'button', href: '#/' }, t('cartBack')));
const empty = () => [h('p', { class: 'lead' }, t('cartEmpty')), back()];
const sum = (item, quantity) => (item.price === null ? null : item.price * quantity);

const total = ({ cart: things, catalogue }) =>
  h('p', { class: 'total' }, t('total'), ' ', h('strong', {}, price(things.total, catalogue)));

const receiptLine = (item, quantity, catalogue) =>
  h(
    'li',
    {},
    h('span', {}, `${quantity} × `, h('span', { lang: foreign() }, item.name)),
    h('span', {}, price(sum(item, quantity), catalogue)),
  );

function full(shop, draw) {
  return [
    h('ul', { class: 'lines' }, ...shop.cart.lines.map(([item, quantity]) => line(item, quantity, shop, draw))),
    total(shop),
    h('p', { class: 'end' }, h('a', { class: 'button', href: '#/checkout' }, t('checkout'))),
    h('p', { class: 'fine end' }, t('cartMemory')),
  ];
}

function line(item, quantity, { cart: things, catalogue, window }, draw) {
  const step = (label, sign, action) => {
    const press = () => {
      action();
      draw();
      // The button that was pressed is another element now; the focus stays where the hand is.
      /** @type {HTMLElement | null} */ (document.querySelector(`button[aria-label="${CSS.escape(label)}"]`))?.focus();
    };
    return h('button', { class: 'round', type: 'button', 'aria-label': label, onclick: press }, sign);
  };
  const less = () => {
    things.takeOne(item);
    window.observe('remove_from_cart', item);
    done('remove_from_cart', item);
  };
  return h(
    'li',
    { class: 'line' },
    h('a', { class: 'line-picture', href: productHref(item), tabindex: '-1', 'aria-hidden': 'true' }, pictureOf(item)),
    h('a', { class: 'line-name', href: productHref(item), lang: foreign() }, item.name),
    h(
      'span',
      { class: 'quantity' },
      step(t('oneLess')(item.name), '−', less),
      h('span', {}, String(quantity)),
      step(t('oneMore')(item.name), '+', () => things.add(item)),
    ),
    h('span', { class: 'line-price' }, price(sum(item, quantity), catalogue)),
  );
}
