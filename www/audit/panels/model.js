/** Shows the model's card: what the engine reads in the file, and what the exporter's manifest says of its making. */

import { h } from '../../dom.js';
import { date, number } from '../../texts/index.js';
import { code, facts, more, section, table } from '../table.js';

export function model({ t, shop, manifest }) {
  const content = h('div', { class: 'finding-content' });
  const draw = () => {
    const card = shop.visitor?.parameters();
    content.replaceChildren(...(card === undefined ? [] : drawn(t, card, manifest)));
  };
  shop.addEventListener('open', draw);
  return {
    id: 'model',
    node: section('model', t('model'), t('modelLead'), content),
    record: () => ({ card: shop.visitor?.parameters(), manifest }),
  };
}

function drawn(t, card, manifest) {
  const say = t('modelFacts');
  const day = (ms) => date(ms, { dateStyle: 'long', timeZone: 'UTC' });
  return [
    facts([
      [say.name, card.name],
      [say.version, String(card.formatVersion)],
      [say.bytes, t('engineBytes')(number(card.bytes))],
      [say.window, t('toUntil')(day(card.trainedFrom), day(card.trainedUntil))],
      [say.items, number(card.nItems)],
      [say.factors, String(card.nFactors)],
      [say.itemThreshold, number(card.thresholds.itemCustomers)],
      [say.segmentThreshold, number(card.thresholds.segmentCustomers)],
      [say.tier, t('tiers')[card.tier]],
      ...(card.reason === undefined ? [] : [[say.reason, card.reason]]),
      ...noise(t, say, card),
      [say.hash, code(manifest.sha256)],
    ]),
    more(
      t('sections'),
      table(
        t('sections'),
        [t('section'), t('bytes')],
        card.sections.map(({ id, bytes }) => [code(id), number(bytes)]),
      ),
    ),
    more(
      t('segments'),
      table(
        t('segments'),
        [t('segment'), t('customers')],
        card.segments.map(({ name, nCustomers }) => [name, number(nCustomers)]),
      ),
    ),
  ];
}

/** Says how much noise was added, in figures and in words. */
function noise(t, say, { epsilon, delta }) {
  if (epsilon === 0) return [[say.epsilon, t('noNoise')]];
  const short = (value) =>
    number(value, { maximumSignificantDigits: 3, notation: value < 1e-3 ? 'scientific' : 'standard' });
  return [
    [say.epsilon, t('epsilonMeans')(short(epsilon))],
    [say.delta, t('deltaMeans')(short(delta))],
  ];
}
