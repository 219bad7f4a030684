/** Draws one category: the way down to smaller ones, and its products. */

import { h } from '../dom.js';
import { categoryHref } from '../router.js';
import { shelf } from './card.js';
import { crumbs } from './crumbs.js';

/** Draws the page of the category at a path, if there is one. */
export function category(shop, path) {
  const here = shop.catalogue.category(path);
  if (here === undefined || path.length === 0) return undefined;
  const trail = path.map((_, depth) => shop.catalogue.category(path.slice(0, depth + 1)));
  const shelves = shelf(shop, { name: 'category', arrange: () => shop.window.arrange(here.items) });
  const below = [...here.children.values()].map((child) =>
    h(
      'li',
      {},
      h('a', { class: 'chip', href: categoryHref(child) }, child.name, h('span', {}, String(child.items.length))),
    ),
  );
  return {
    title: `${here.name} · ${shop.catalogue.name}`,
    node: h(
      'div',
      { class: 'page' },
      crumbs(trail.slice(0, -1)),
      h(
        'div',
        { class: 'page-head' },
        h('h1', {}, here.name),
        h('p', { class: 'lead' }, `${here.items.length.toLocaleString('en')} products`),
      ),
      below.length > 0 && h('nav', { 'aria-label': `Within ${here.name}` }, h('ul', { class: 'chips' }, ...below)),
      shelves.node,
    ),
    refresh: shelves.refresh,
  };
}
