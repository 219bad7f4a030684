/** Draws what the window knows about its visitor, and what the model says about itself. Nothing else is known. */

import { h } from '../dom.js';
import { productHref } from '../router.js';

const VERBS = {
  view_item: 'looked at',
  select_item: 'picked',
  add_to_wishlist: 'kept for later',
  add_to_cart: 'put in the cart',
  remove_from_cart: 'took out of the cart',
  purchase: 'ordered',
};

/** Draws the page. */
export function you(shop) {
  const content = h('div', { class: 'you' });
  const draw = () => content.replaceChildren(...sections(shop));
  draw();
  return {
    title: `What the window knows · ${shop.catalogue.name}`,
    node: h(
      'div',
      { class: 'page page-narrow' },
      h(
        'div',
        { class: 'page-head' },
        h('h1', {}, 'What the window knows about you'),
        h('p', { class: 'lead' }, 'All of it, in this page’s memory. It is gone when you close or reload the page.'),
      ),
      content,
    ),
    refresh: draw,
  };
}

const section = (title, ...content) => h('section', {}, h('h2', {}, title), ...content);

function sections({ catalogue, window }) {
  const { events, segments } = window.profile;
  const found = [section('Your clicks', events.length === 0 ? h('p', {}, nothing(window)) : clicks(events, catalogue))];
  if (segments.length > 0) found.push(section('Whose taste yours is close to', tastes(segments)));
  if (window.model !== undefined) found.push(section('The model', card(window.model)));
  return found;
}

const nothing = (window) =>
  window.allowed ? 'Nothing yet.' : 'Nothing: you have not asked for the window to be arranged.';

function clicks(events, catalogue) {
  const rows = events.toReversed().map(({ event, itemId, at }) => {
    const item = catalogue.item(itemId);
    return h(
      'li',
      {},
      h(
        'time',
        { datetime: new Date(at).toISOString() },
        new Date(at).toLocaleTimeString('en', { timeStyle: 'short' }),
      ),
      h(
        'span',
        {},
        `You ${VERBS[event] ?? event} `,
        item === undefined ? itemId : h('a', { href: productHref(item) }, item.name),
      ),
    );
  });
  return h('ol', { class: 'clicks' }, ...rows);
}

function tastes(segments) {
  const rows = segments
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, 6)
    .map(({ name, probability }) => {
      const share = `${Math.round(100 * probability)} %`;
      const bar = h('span', { class: 'part-bar' });
      bar.style.inlineSize = `${100 * probability}%`;
      return h(
        'li',
        {},
        h('span', { class: 'part-words' }, name),
        h('span', { class: 'part-value' }, share),
        h('span', { class: 'part-track', 'aria-hidden': 'true' }, bar),
      );
    });
  return h('ul', { class: 'parts' }, ...rows);
}

function card(model) {
  const day = (ms) => new Date(ms).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  const facts = [
    ['Name', model.name],
    ['Trained on', `${day(model.trainedFrom)} to ${day(model.trainedUntil)}`],
    ['Items', model.nItems.toLocaleString('en')],
    ['Factors per item', model.nFactors],
    ['Customer segments', model.segments.length],
    ['Size', `${Math.round(model.bytes / 1024).toLocaleString('en')} KiB, the same file for every visitor`],
  ];
  return h(
    'dl',
    { class: 'facts' },
    ...facts.flatMap(([term, fact]) => [h('dt', {}, term), h('dd', {}, String(fact))]),
  );
}
