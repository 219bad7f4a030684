/** Draws the answer to "why am I seeing this?": the parts of a score, in words. */

import { h } from '../dom.js';

const SHOWN = 5;

/** Draws the question; the answer is worked out when it is opened, and again when it changes. */
export function why(item, shop) {
  const answer = h('div', { class: 'why-answer' });
  const question = h(
    'details',
    { class: 'why', ontoggle: () => tell() },
    h('summary', {}, 'Why am I seeing this?'),
    answer,
  );
  function tell() {
    if (question.open) answer.replaceChildren(...reasons(item, shop));
  }
  return { node: question, refresh: tell };
}

function reasons(item, { catalogue, window }) {
  const explanation = window.explain(item);
  if (explanation === undefined) {
    return [h('p', {}, 'You see the shop’s own order: best sellers first. Nothing about you was used.')];
  }
  const parts = explanation.contributions.filter(({ part }) => part !== 'rounding');
  const strongest = parts.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, SHOWN);
  const longest = Math.abs(strongest[0]?.value ?? 1) || 1;
  return [
    h('p', {}, 'This counted most, in this page’s memory and nowhere else:'),
    h('ul', { class: 'parts' }, ...strongest.map((part) => row(part, longest, catalogue))),
  ];
}

function row({ part, itemId, segment, value }, longest, catalogue) {
  const words = {
    event: () => `You looked at ${catalogue.item(itemId)?.name ?? itemId}`,
    segment: () => `Others with your taste: ${segment}`,
    next_item: () => `Often looked at after ${catalogue.item(itemId)?.name ?? itemId}`,
    repeat: () => 'You looked at it before',
    category: () => 'It is of the kind that you look at',
    brand: () => 'It is of a brand that you look at',
    price_band: () => 'It costs about what you look at',
    popularity: () => 'It sells well',
  };
  const meter = h('span', { class: value < 0 ? 'part-bar part-bar-against' : 'part-bar' });
  meter.style.inlineSize = `${Math.max(2, (100 * Math.abs(value)) / longest)}%`;
  return h(
    'li',
    {},
    h('span', { class: 'part-words' }, words[part]?.() ?? part),
    h('span', { class: 'part-value' }, `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`),
    h('span', { class: 'part-track', 'aria-hidden': 'true' }, meter),
  );
}
