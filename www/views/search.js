/** Draws what a search has found. The question is after the `#` of the address, which the browser keeps to itself. */

import { h } from '../dom.js';
import { number, t } from '../texts/index.js';
import { crumbs } from './crumbs.js';
import { listing } from './shelf.js';

/** Draws the page of a question. */
export function search(shop, [question = '']) {
  const query = question.trim();
  const items = shop.search.find(query);
  const shown = items.length > 0 ? listing(shop, { name: 'search', items }) : undefined;
  const nothing = h('p', { class: 'lead' }, query === '' ? t('searchEmpty') : t('nothingFound'));
  return {
    title: `${query === '' ? t('search') : t('results')(query)} · ${shop.catalogue.name}`,
    node: h(
      'div',
      { class: 'page' },
      crumbs([]),
      h(
        'div',
        { class: 'head' },
        h('h1', {}, query === '' ? t('search') : t('results')(query)),
        query !== '' && h('p', { class: 'lead' }, t('found')(items.length, number(items.length))),
      ),
      shown?.node ?? nothing,
    ),
    refresh: () => shown?.refresh(),
  };
}
