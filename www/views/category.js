/** Draws one category: the way down to smaller ones, and its products. */

import { h } from '../dom.js';
import { categoryHref } from '../router.js';
import { categoryName, number, t } from '../texts/index.js';
import { crumbs } from './crumbs.js';
import { listing } from './shelf.js';

const SORTS = {
  shop: (items) => items,
  cheap: (items) => items.toSorted((a, b) => (a.price ?? Infinity) - (b.price ?? Infinity)),
  dear: (items) => items.toSorted((a, b) => (b.price ?? 0) - (a.price ?? 0)),
};

/** Draws the page of the category at a path, if there is one. */
export function category(shop, path) {
  const here = shop.catalogue.category(path);
  if (here === undefined || path.length === 0) return undefined;
  const trail = path.map((_, depth) => shop.catalogue.category(path.slice(0, depth + 1)));
  const name = categoryName(here.name);
  const place = h('div', {});
  let shown;
  const draw = (sort) => {
    shown = listing(shop, { name: 'category', items: SORTS[sort](here.items), fixed: sort !== 'shop' });
    place.replaceChildren(shown.node);
  };
  draw('shop');
  return {
    title: `${name} · ${shop.catalogue.name}`,
    node: h(
      'div',
      { class: 'page' },
      crumbs(trail.slice(0, -1)),
      h(
        'div',
        { class: 'head' },
        h('h1', {}, name),
        h('p', { class: 'lead' }, t('products')(here.items.length, number(here.items.length))),
      ),
      h('div', { class: 'tools' }, below(here, name), sorter(draw)),
      place,
    ),
    refresh: () => shown.refresh(),
  };
}

function below(here, name) {
  const chips = [...here.children.values()].map((child) =>
    h(
      'li',
      {},
      h(
        'a',
        { class: 'chip', href: categoryHref(child) },
        categoryName(child.name),
        h('span', {}, number(child.items.length)),
      ),
    ),
  );
  return chips.length > 0 && h('nav', { 'aria-label': t('within')(name) }, h('ul', { class: 'chips' }, ...chips));
}

function sorter(draw) {
  const options = Object.entries(t('sorts')).map(([value, words]) => h('option', { value }, words));
  const select = h('select', { onchange: () => draw(select.value) }, ...options);
  return h('label', { class: 'sort' }, h('span', {}, t('sort')), select);
}
