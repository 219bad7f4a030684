/** Draws one product: what it is, why it is shown, and what stands near it. */

import { done } from '../analytics.js';
import { COMPANIONS_ASKED, companions, NEAR, near } from '../candidates.js';
import { h, sign } from '../dom.js';
import { price } from '../money.js';
import { categoryHref } from '../router.js';
import { categoryName, foreign, t } from '../texts/index.js';
import { putInCart } from './card.js';
import { crumbs } from './crumbs.js';
import { pictureOf } from './picture.js';
import { shelf } from './shelf.js';
import { why } from './why.js';

const ROW = 'shelf-row shelf-near';

/** Draws the page of the product with an id, if there is one. */
export function product(shop, [id]) {
  const { catalogue, window } = shop;
  const item = catalogue.item(id);
  if (item === undefined) return undefined;
  window.observe('view_item', item);
  done('view_item', item);

  const trail = catalogue.trail(item);
  const picture = pictureOf(item);
  const reason = why(item, shop);
  const aisle = near(catalogue, item);
  const goesWith = companionsOf(item, aisle, shop);
  const more = shelf(shop, { name: 'near', candidates: aisle, shown: NEAR, look: ROW });

  return {
    title: `${item.name} · ${catalogue.name}`,
    node: h(
      'div',
      { class: 'page' },
      crumbs(trail),
      h(
        'article',
        { class: 'product', 'data-product': item.id },
        h('div', { class: 'product-picture' }, picture),
        h(
          'div',
          { class: 'product-text' },
          item.brand !== null &&
            h('p', { class: 'product-brand' }, item.brand, item.privateLabel && ` · ${t('ownBrand')}`),
          h('h1', { lang: foreign() }, item.name),
          h('p', { class: 'product-price' }, price(item.price, catalogue)),
          h('p', { class: item.inStock ? 'stock' : 'stock stock-out' }, t(item.inStock ? 'inStock' : 'outOfStock')),
          actions(item, shop),
          facts(item, trail),
          reason.node,
        ),
      ),
      h(
        'section',
        { class: 'section', 'aria-labelledby': 'goes-with' },
        h('div', { class: 'head' }, h('h2', { id: 'goes-with' }, t('goesWith'))),
        goesWith.node,
      ),
      aisle.length > 0 &&
        h(
          'section',
          { class: 'section', 'aria-labelledby': 'more-in' },
          h('div', { class: 'head' }, h('h2', { id: 'more-in' }, t('moreIn')(categoryName(trail.at(-1).name)))),
          more.node,
        ),
    ),
    refresh() {
      reason.refresh();
      goesWith.refresh();
      more.refresh();
    },
  };
}

/** Draws what goes well with a product: chosen for the product, the same for everyone, and then put in the visitor's order. */
function companionsOf(item, aisle, shop) {
  const place = h('div', { class: 'goes-with' });
  let shown;
  shop.window.companions(item, COMPANIONS_ASKED).then((ids) => {
    const found = companions(shop.catalogue, item, ids);
    const candidates = found.length > 0 ? found : aisle;
    shown = shelf(shop, { name: 'goes-with', candidates, shown: NEAR, look: ROW });
    place.replaceChildren(shown.node);
  });
  return { node: place, refresh: () => shown?.refresh() };
}

function facts(item, trail) {
  const aisle = trail.at(-1);
  return h(
    'dl',
    { class: 'facts' },
    ...(item.brand === null ? [] : [h('dt', {}, t('brand')), h('dd', {}, item.brand)]),
    ...(aisle === undefined
      ? []
      : [h('dt', {}, t('aisle')), h('dd', {}, h('a', { href: categoryHref(aisle) }, categoryName(aisle.name)))]),
    h('dt', {}, t('reference')),
    h('dd', {}, item.id),
  );
}

/** Draws what one can do with it. */
function actions(item, shop) {
  const words = h('span', {}, t('keep'));
  const keep = h(
    'button',
    {
      class: 'button button-quiet',
      type: 'button',
      'aria-pressed': 'false',
      onclick: () => {
        const wanted = keep.getAttribute('aria-pressed') === 'false';
        keep.setAttribute('aria-pressed', String(wanted));
        words.textContent = t(wanted ? 'kept' : 'keep');
        if (!wanted) return;
        shop.window.observe('add_to_wishlist', item);
        done('add_to_wishlist', item);
      },
    },
    sign('heart'),
    words,
  );
  const buy = () => putInCart(item, shop);
  return h(
    'div',
    { class: 'actions' },
    h('button', { class: 'button buy', type: 'button', disabled: !item.inStock, onclick: buy }, t('addToCart')),
    keep,
  );
}
