/** Takes one score apart, and adds its parts up again. */

import { h } from '../../dom.js';
import { code, section, table, verdict } from '../table.js';

export function explain({ t, shop, catalogue }) {
  const content = h('div', { class: 'finding-content' });
  let last;
  const draw = () => {
    const first = shop.window?.document.querySelector('[data-list="for-you"] [data-item], [data-product], [data-item]');
    const id = first?.dataset.item ?? first?.dataset.product;
    last = id === undefined ? undefined : shop.visitor?.explain(id);
    content.replaceChildren(...(last === undefined ? [h('p', {}, t('explainNothing'))] : drawn(t, last, catalogue)));
  };
  return {
    id: 'explain',
    node: section('explain', t('explain'), t('explainLead'), content),
    refresh: draw,
    record: () => last,
  };
}

function drawn(t, { itemId, score, contributions }, catalogue) {
  const sum = contributions.reduce((total, { value }) => total + value, 0);
  const name = (id) => catalogue.item(id)?.name ?? id;
  const rows = contributions.map(({ part, itemId: about, segment, rule, value }) => [
    code(part),
    about === undefined ? (segment ?? rule ?? '') : name(about),
    code(exact(value)),
  ]);
  const off = Math.abs(sum - score);
  return [
    h('h3', {}, name(itemId)),
    table(
      t('explain'),
      [t('part'), t('about'), t('value')],
      [
        ...rows,
        [h('strong', {}, t('sumOfParts')), '', code(exact(sum))],
        [h('strong', {}, t('score')), '', code(exact(score))],
      ],
    ),
    verdict(off === 0, off === 0 ? t('exact') : t('inexact')(exact(off))),
  ];
}

/** Writes the digits that there are, not a rounded few: the sum is exact to the last bit. */
const exact = (value) => value.toFixed(20).replace(/0+$/, '').replace(/\.$/, '');
