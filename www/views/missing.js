/** Draws the page for an address that leads nowhere. */

import { h } from '../dom.js';

/** Draws the page. */
export const missing = () => ({
  title: 'Not here · Amazing',
  node: h(
    'div',
    { class: 'page page-narrow' },
    h('div', { class: 'page-head' }, h('h1', {}, 'This shelf is empty')),
    h('p', { class: 'lead' }, 'The address leads to nothing that this shop has.'),
    h('p', {}, h('a', { class: 'button', href: '#/' }, 'Back to the window')),
  ),
});
