/** Draws the page for an address that leads nowhere. */

import { h } from '../dom.js';
import { t } from '../texts/index.js';

/** Draws the page. */
export const missing = (shop) => ({
  title: `${t('missingTitle')} · ${shop.catalogue.name}`,
  node: h(
    'div',
    { class: 'page page-narrow' },
    h('div', { class: 'head' }, h('h1', {}, t('missingTitle')), h('p', { class: 'lead' }, t('missingLead'))),
    h('p', {}, h('a', { class: 'button', href: '#/' }, t('cartBack'))),
  ),
});
