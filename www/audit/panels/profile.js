/** Shows what is known about the visitor: events with their weights, what they amount to, likeness to segments, the vector. */

import { h, meter } from '../../dom.js';
import { date, number, percent } from '../../texts/index.js';
import { code, section, table } from '../table.js';

const HOUR = 3_600_000;

/** The order in which the exporter's manifest lists the weights of events. */
const KINDS = ['view_item', 'select_item', 'add_to_wishlist', 'add_to_cart', 'remove_from_cart', 'purchase'];

export function profile({ t, shop, catalogue, manifest }) {
  const content = h('div', { class: 'finding-content' });
  const draw = () => {
    const known = shop.visitor?.profile() ?? { events: [], segments: [], evidence: [], vector: [] };
    content.replaceChildren(...drawn(t, known, catalogue, manifest));
  };
  return {
    id: 'profile',
    node: section('profile', t('profile'), t('profileLead'), content),
    refresh: draw,
    record: () => shop.visitor?.profile(),
  };
}

/** Gives the weight of each event: its kind's, halved with each half-life that it is older than the newest. */
function weights(events, { session: { event_weights, half_life_hours } }) {
  const newest = Math.max(...events.map(({ at }) => at));
  const halfLife = half_life_hours * HOUR;
  return events.map(({ event, at }) => event_weights[KINDS.indexOf(event)] * 2 ** ((at - newest) / halfLife));
}

function drawn(t, { events, segments, evidence, vector }, catalogue, manifest) {
  if (events.length === 0) return [h('p', {}, t('profileNothing'))];
  const weight = weights(events, manifest);
  const named = (itemId) => catalogue.item(itemId)?.name ?? itemId;
  const precise = (value) => number(value, { maximumFractionDigits: 3 });
  const rows = events.map(({ event, itemId, at }, n) => [
    code(event),
    named(itemId),
    date(at, { timeStyle: 'medium' }),
    precise(weight[n]),
  ]);
  return [
    table(t('profile'), [t('event'), t('item'), t('when'), t('weight')], rows),
    h('p', { class: 'fine' }, t('weightNote')),
    h('h3', {}, t('evidence')),
    table(
      t('evidence'),
      [t('item'), t('confidence')],
      evidence.map(({ itemId, confidence }) => [named(itemId), precise(confidence)]),
    ),
    h('h3', {}, t('posterior')),
    h(
      'ul',
      { class: 'parts' },
      ...segments.map(({ name, probability }) =>
        h(
          'li',
          {},
          h('span', {}, name),
          h('span', { class: 'part-value' }, percent(probability, 1)),
          meter(probability),
        ),
      ),
    ),
    h('h3', {}, t('vector')),
    h('p', { class: 'fine' }, t('vectorNote')),
    h('p', { class: 'vector' }, code(Array.from(vector, (entry) => entry.toFixed(3)).join(' '))),
  ];
}
