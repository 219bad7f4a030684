/** Draws the way back up: from the front of the shop to the category that holds this page. */

import { h } from '../dom.js';
import { categoryHref } from '../router.js';
import { categoryName, t } from '../texts/index.js';

/** Draws links to the shop and to each category of a trail. */
export function crumbs(trail) {
  const step = (category) => h('li', {}, h('a', { href: categoryHref(category) }, categoryName(category.name)));
  return h(
    'nav',
    { class: 'crumbs', 'aria-label': t('here') },
    h('ol', {}, h('li', {}, h('a', { href: '#/' }, t('home'))), ...trail.map(step)),
  );
}
