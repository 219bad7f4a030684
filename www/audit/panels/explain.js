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
  const rows = contributions.map((contribution) => [
    code(contribution.part),
    contribution.itemId === undefined ? text(t, contribution) : name(contribution.itemId),
    code(exact(contribution.value)),
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

/** Names what a part is about, where it is no product. */
function text(t, { part, kind, feature, segment, rule }) {
  return part === 'feature' ? t('featureOf')[kind](feature) : (segment ?? rule ?? '');
}

/** Writes the digits that there are, not a rounded few: the sum is exact to the last bit. */
const exact = (value) => value.toFixed(20).replace(/0+$/, '').replace(/\.$/, '');
