/** Draws one product: what it is, why it is shown, and what stands near it. */

import { h } from '../dom.js';
import { pictureOf } from '../picture/index.js';
import { shelf } from './card.js';
import { crumbs } from './crumbs.js';
import { why } from './why.js';

const NEAR = 4;

/** Draws the page of the product with an id, if there is one. */
export function product(shop, [id]) {
  const { catalogue, window } = shop;
  const item = catalogue.item(id);
  if (item === undefined) return undefined;
  window.observe('view_item', item);

  const trail = catalogue.trail(item);
  const reason = why(item, shop);
  const siblings = trail.at(-1)?.items.filter((other) => other !== item) ?? [];
  const row = (title, name, arrange) => ({ title, ...shelf(shop, { name, arrange, look: 'shelf-row' }) });
  const shelves = [row('You may like', 'suggested', () => suggested(item, siblings, shop))];
  if (siblings.length > 0) {
    shelves.unshift(row(`More in ${trail.at(-1).name}`, 'near', () => window.arrange(siblings).slice(0, NEAR)));
  }

  return {
    title: `${item.name} · ${catalogue.name}`,
    node: h(
      'div',
      { class: 'page' },
      crumbs(trail),
      h(
        'article',
        { class: 'product', 'data-product': item.id },
        h('div', { class: 'product-picture' }, pictureOf(item)),
        h(
          'div',
          { class: 'product-text' },
          item.brand !== null && h('p', { class: 'product-brand' }, item.brand),
          h('h1', {}, item.name),
          h('p', { class: 'product-price' }, catalogue.price(item.price)),
          h('p', { class: item.inStock ? 'stock' : 'stock stock-out' }, item.inStock ? 'In stock' : 'Sold out for now'),
          actions(item, shop),
          reason.node,
        ),
      ),
      ...shelves.map(({ title, node }) => h('section', { 'aria-label': title }, h('h2', {}, title), node)),
    ),
    refresh() {
      reason.refresh();
      for (const { refresh } of shelves) refresh();
    },
  };
}

/** Draws what one can do with it. */
function actions(item, { cart, window }) {
  const wish = h(
    'button',
    {
      class: 'button button-quiet',
      type: 'button',
      'aria-pressed': 'false',
      onclick: () => {
        const wanted = wish.getAttribute('aria-pressed') === 'false';
        wish.setAttribute('aria-pressed', String(wanted));
        wish.textContent = wanted ? '♥ On your list' : '♡ Keep for later';
        if (wanted) window.observe('add_to_wishlist', item);
      },
    },
    '♡ Keep for later',
  );
  const buy = () => {
    cart.add(item);
    window.observe('add_to_cart', item);
  };
  return h(
    'div',
    { class: 'actions' },
    h('button', { class: 'button', type: 'button', disabled: !item.inStock, onclick: buy }, 'Add to cart'),
    wish,
  );
}

/** Gives what suits the visitor, or else what sells best, and leaves out what is on the page already. */
function suggested(item, siblings, { catalogue, window }) {
  const near = window.arrange(siblings).slice(0, NEAR);
  const here = new Set([item, ...near]);
  const ids = window.suggest(
    NEAR,
    [...here].map((other) => other.id),
  );
  const found = ids.map((id) => catalogue.item(id)).filter((other) => other !== undefined);
  return found.length > 0 ? found : catalogue.items.filter((other) => !here.has(other)).slice(0, NEAR);
}
