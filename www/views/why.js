/** Draws the answer to "why am I seeing this?": the parts of a score, in words. No picture: it would tell what was clicked. */

import { byId, h, meter, sign } from '../dom.js';
import { categoryName, foreign, number, t } from '../texts/index.js';

const SHOWN = 5;

/** Draws the question; the answer is worked out when it is opened, and again when it changes. */
export function why(item, shop) {
  const answer = h('div', { class: 'why-answer' });
  const tell = () => question.open && answer.replaceChildren(...reasons(item, shop));
  const question = h('details', { class: 'why', ontoggle: tell }, h('summary', {}, t('why')), answer);
  return { node: question, refresh: tell };
}

/** Opens the answer for a product on a shelf, over the page. */
export function openWhy(item, shop) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('dialog'));
  const close = () => dialog.close();
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  dialog.replaceChildren(
    h(
      'div',
      { class: 'dialog-head' },
      h('h2', { id: 'dialog-title' }, t('why')),
      h('button', { class: 'round', type: 'button', 'aria-label': t('close'), onclick: close }, sign('remove')),
    ),
    h('p', { class: 'dialog-item', lang: foreign() }, item.name),
    h('div', { class: 'why-answer' }, ...reasons(item, shop)),
    h('p', {}, h('a', { href: '#/you', onclick: close }, t('whyMore'))),
  );
  dialog.showModal();
}

function reasons(item, { catalogue, window }) {
  if (window.status.mode === 'original') return [h('p', {}, t('whyOriginal'))];
  const explanation = window.explain(item);
  if (explanation === undefined) return [h('p', {}, t('whyUnknown'))];
  const parts = explanation.contributions.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const [strongest, others] = [parts.slice(0, SHOWN), parts.slice(SHOWN)];
  const longest = Math.abs(strongest[0]?.value ?? 1) || 1;
  const rest = others.reduce((sum, { value }) => sum + value, 0);
  return [
    h('p', { class: 'mostly' }, mostly(item, explanation.contributions, catalogue)),
    h('p', {}, t('whyLead')),
    h(
      'ul',
      { class: 'parts' },
      ...strongest.map((part) => row(words(part, catalogue), part.value, longest)),
      others.length > 0 && row([t('whyAll')(others.length)], rest, longest),
    ),
    h('p', { class: 'sum' }, h('span', {}, t('whySum')), h('strong', {}, signed(explanation.score))),
  ];
}

/**
 * Says in one sentence what counted most: the clicks on one aisle together, likeness to a segment, the brand, the price, a
 * rule, or popularity. That the product itself, or its kind, was looked at counts as clicks on its own aisle.
 */
function mostly(item, contributions, catalogue) {
  /** @type {Map<string, { sum: number, sentence: string }>} */
  const reasons = new Map();
  for (const { part, itemId, segment, rule, value } of contributions) {
    const aisle = catalogue.item(itemId)?.category ?? item.category ?? '';
    const [reason, sentence] = {
      segment: [`segment ${segment}`, t('whyMostlyTaste')(segment)],
      brand: ['brand', t('whyMostlyBrand')],
      price_band: ['price', t('whyMostlyPrice')],
      rule: [`rule ${rule}`, t('whyMostlyRule')(rule)],
      popularity: ['popularity', t('whyMostlySells')],
      rounding: ['rounding', t('whyMostlySells')],
    }[part] ?? [`click ${aisle}`, t('whyMostly')(aisle.split(' > ').slice(-2).map(categoryName).join(' › '))];
    reasons.set(reason, { sum: (reasons.get(reason)?.sum ?? 0) + value, sentence });
  }
  const [strongest] = [...reasons.values()].sort((one, other) => other.sum - one.sum);
  return strongest?.sentence ?? t('whyMostlySells');
}

const row = (said, value, longest) =>
  h(
    'li',
    {},
    h('span', { class: 'part-words' }, ...said),
    h('span', { class: 'part-value' }, signed(value)),
    meter(Math.abs(value) / longest, value < 0 ? 'part-bar-against' : ''),
  );

const signed = (value) => number(value, { signDisplay: 'always', minimumFractionDigits: 2, maximumFractionDigits: 2 });

function words({ part, itemId, segment, rule }, catalogue) {
  const say = t('parts')[part];
  if (say === undefined) return [part];
  const name = itemId === undefined ? (segment ?? rule ?? '') : (catalogue.item(itemId)?.name ?? itemId);
  return [say(name)];
}
