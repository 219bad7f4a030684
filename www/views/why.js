/** Draws the answer to "why am I seeing this?": the parts of a score, in words. No picture: it would tell what was clicked. */

import { byId, h, meter, sign } from '../dom.js';
import { categoryName, foreign, number, t } from '../texts/index.js';

const SHOWN = 5;
/** How many words are named. */
const WORDS = 4;

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
  const parts = grouped(explanation.contributions).sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const [strongest, others] = [parts.slice(0, SHOWN), parts.slice(SHOWN)];
  const longest = Math.abs(strongest[0]?.value ?? 1) || 1;
  const rest = others.reduce((sum, { value }) => sum + value, 0);
  return [
    h('p', { class: 'mostly' }, mostly(item, parts, catalogue)),
    h('p', {}, t('whyLead')),
    h(
      'ul',
      { class: 'parts' },
      ...strongest.map((part) =>
        row([t('parts')[part.name]?.(about(part, catalogue)) ?? part.name], part.value, longest),
      ),
      others.length > 0 && row([t('whyAll')(others.length)], rest, longest),
    ),
    h('p', { class: 'sum' }, h('span', {}, t('whySum')), h('strong', {}, signed(explanation.score))),
  ];
}

/**
 * @typedef {object} Part what is told in one line: a contribution, or all public features of one kind
 * @property {string} name a key of the texts' `parts`
 * @property {string} of the item, the segment or the rule that it is about
 * @property {import('etalage').FeatureContribution[]} features the strongest first
 * @property {number} value
 */

/** Brings the features of one kind together, and those of the category, the brand and the price with the session's share. */
function grouped(contributions) {
  /** @type {Map<string, Part>} */
  const parts = new Map();
  for (const contribution of contributions) {
    const name = contribution.part === 'feature' ? contribution.kind : contribution.part;
    const of = contribution.itemId ?? contribution.segment ?? contribution.rule ?? '';
    /** @type {Part} */
    const part = parts.get(`${name} ${of}`) ?? { name, of, features: [], value: 0 };
    if (contribution.part === 'feature') part.features.push(contribution);
    part.value += contribution.value;
    parts.set(`${name} ${of}`, part);
  }
  return [...parts.values()];
}

/** Names what a part is about: a product, a segment, a rule, or the strongest words. */
function about({ name, of, features }, catalogue) {
  if (name === 'word')
    return features
      .slice(0, WORDS)
      .map(({ feature }) => feature)
      .join(', ');
  return catalogue.item(of)?.name ?? of;
}

/**
 * Says in one sentence what counted most: the clicks on one aisle together, words in common, likeness to a segment, the
 * brand, the price, a rule, or popularity. That the product itself, or its kind, was looked at counts as clicks on its own aisle.
 */
function mostly(item, parts, catalogue) {
  /** @type {Map<string, { sum: number, sentence: string }>} */
  const reasons = new Map();
  for (const part of parts) {
    const { name, of, features, value } = part;
    const aisle = catalogue.item(of)?.category ?? deepest(features) ?? item.category ?? '';
    const [reason, sentence] = {
      word: ['words', t('whyMostlyWords')(about(part, catalogue))],
      family: ['family', t('whyMostlyFamily')],
      segment: [`segment ${of}`, t('whyMostlyTaste')(of)],
      brand: ['brand', t('whyMostlyBrand')],
      price_band: ['price', t('whyMostlyPrice')],
      rule: [`rule ${of}`, t('whyMostlyRule')(of)],
      popularity: ['popularity', t('whyMostlySells')],
      rounding: ['rounding', t('whyMostlySells')],
    }[name] ?? [`click ${aisle}`, t('whyMostly')(aisle.split(' > ').slice(-2).map(categoryName).join(' › '))];
    reasons.set(reason, { sum: (reasons.get(reason)?.sum ?? 0) + value, sentence });
  }
  const [strongest] = [...reasons.values()].sort((one, other) => other.sum - one.sum);
  return strongest?.sentence ?? t('whyMostlySells');
}

/** Gives the longest of the category paths among features. */
const deepest = (features) =>
  features
    .filter(({ kind }) => kind === 'category')
    .map(({ feature }) => feature)
    .sort((a, b) => b.length - a.length)[0];

const row = (said, value, longest) =>
  h(
    'li',
    {},
    h('span', { class: 'part-words' }, ...said),
    h('span', { class: 'part-value' }, signed(value)),
    meter(Math.abs(value) / longest, value < 0 ? 'part-bar-against' : ''),
  );

const signed = (value) => number(value, { signDisplay: 'always', minimumFractionDigits: 2, maximumFractionDigits: 2 });
