/** Draws the answer to "why am I seeing this?": the parts of a score, in words. No picture: it would tell what was clicked. */

import { byId, h, meter, sign } from '../dom.js';
import { foreign, number, t } from '../texts/index.js';

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
