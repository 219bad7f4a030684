/** Draws who is seen, without rules and with them: a bar for each brand. */

import { h } from '../dom.js';
import { number, percent } from '../texts/index.js';
import { exposure } from './trial.js';

const BRANDS = 8;
const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {[brand: string, before: number, after: number]} Row */

/** Draws the shares of the brands that are seen most, over all visitors. */
export function exposureTable(t, pairs) {
  const before = exposure(pairs.map((pair) => pair.before.items));
  const after = exposure(pairs.map((pair) => pair.after.items));
  const weight = (brand) => Math.max(before.get(brand) ?? 0, after.get(brand) ?? 0);
  const brands = [...new Set([...before.keys(), ...after.keys()])].sort(
    (a, b) => weight(b) - weight(a) || (a < b ? -1 : 1),
  );
  /** @type {Row[]} */
  const rows = brands.slice(0, BRANDS).map((brand) => [brand, before.get(brand) ?? 0, after.get(brand) ?? 0]);
  const rest = (shares) => brands.slice(BRANDS).reduce((sum, brand) => sum + (shares.get(brand) ?? 0), 0);
  if (brands.length > BRANDS) rows.push([t('others'), rest(before), rest(after)]);
  const longest = Math.max(...rows.map(([, left, right]) => Math.max(left, right)));
  return h(
    'section',
    { class: 'tool', 'aria-labelledby': 'exposure' },
    h('h2', { id: 'exposure' }, t('exposure')),
    h('p', { class: 'fine' }, t('exposureLead')),
    h(
      'table',
      { class: 'exposure' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ...['shareOf', 'shareBefore', 'shareAfter', 'change'].map((key) => h('th', { scope: 'col' }, t(key))),
          h('td', {}),
        ),
      ),
      h('tbody', {}, ...rows.map((row) => line(row, longest))),
    ),
  );
}

/** @param {Row} row @param {number} longest */
function line([brand, before, after], longest) {
  const change = number(100 * (after - before), { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
  return h(
    'tr',
    { 'data-brand': brand },
    h('th', { scope: 'row' }, brand),
    h('td', {}, percent(before, 1)),
    h('td', {}, percent(after, 1)),
    h('td', {}, change),
    h('td', { class: 'bars' }, bars(before / longest, after / longest)),
  );
}

/** Draws two bars on one sheet: above without rules, below with them. The figures stand beside them. */
function bars(before, after) {
  const node = (name, attributes, ...children) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    made.append(...children);
    return made;
  };
  const bar = (y, share, look) => node('rect', { x: 0, y, width: 100 * share, height: 8, rx: 1, class: look });
  return node(
    'svg',
    { viewBox: '0 0 100 20', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    bar(1, before, 'bar-before'),
    bar(11, after, 'bar-after'),
  );
}
