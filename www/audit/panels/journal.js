/** Shows every call of the shop to the package while it happens. */

import { h } from '../../dom.js';
import { number } from '../../texts/index.js';
import { code, section } from '../table.js';

const SHOWN = 60;
const EVENTS = new Set(['observe', 'setConsent', 'erase', 'importProfile', 'load']);
const LONGEST = 220;

export function journal({ t, shop }) {
  const list = h('ol', { class: 'calls', tabindex: '0', 'aria-label': t('journal') });
  const only = h('input', { type: 'checkbox', id: 'only-events' });
  const draw = () => {
    const entries = (shop.box?.journal.entries ?? []).filter(({ call }) => !only.checked || EVENTS.has(call));
    const latest = entries.slice(-SHOWN).toReversed();
    list.replaceChildren(
      ...(latest.length === 0 ? [h('li', {}, t('journalEmpty'))] : latest.map((entry) => row(t, entry))),
    );
  };
  only.addEventListener('change', draw);
  return {
    id: 'journal',
    node: section(
      'journal',
      t('journal'),
      t('journalLead'),
      h('label', { class: 'check' }, only, t('onlyEvents')),
      list,
    ),
    refresh: draw,
    record: () => shop.box?.journal.entries ?? [],
  };
}

function row(t, { n, object, call, in: given, out, ms }) {
  const { in: inWord, out: outWord } = t('calls');
  return h(
    'li',
    { 'data-call': `${object}.${call}` },
    h(
      'div',
      { class: 'call-head' },
      h('span', {}, String(n)),
      h('strong', {}, `${t('object')[object]}.${call}`),
      h('span', {}, t('took')(number(ms, { maximumFractionDigits: 2 }))),
    ),
    h('p', {}, h('span', { class: 'call-way' }, inWord), code(short(given))),
    h('p', {}, h('span', { class: 'call-way' }, outWord), code(short(out))),
  );
}

/** Writes a value; a long one is cut here and whole in the download. */
function short(value) {
  const text = JSON.stringify(value) ?? '';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
