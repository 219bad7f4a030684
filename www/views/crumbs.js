/** Draws the way back up: from the front of the shop to the category that holds this page. */

import { h } from '../dom.js';
import { categoryHref } from '../router.js';

/** Draws links to the shop and to each category of a trail. */
export function crumbs(trail) {
  const steps = trail.map((category) => h('li', {}, h('a', { href: categoryHref(category) }, category.name)));
  return h(
    'nav',
    { class: 'crumbs', 'aria-label': 'You are here' },
    h('ol', {}, h('li', {}, h('a', { href: '#/' }, 'Home')), ...steps),
  );
}
