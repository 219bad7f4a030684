/** Shows every request of the shop's page, from the browser's own record, and what each is. */

import { h } from '../../dom.js';
import { number } from '../../texts/index.js';
import { code, section, table, verdict } from '../table.js';

/** What the shop may ask for; the first that fits names it. @type {[string, RegExp][]} */
const KINDS = [
  ['picture', /^\/pictures\/[^/]+\.svg$/],
  ['engine', /^\/etalage\/.*\.wasm$/],
  ['package', /^\/etalage\/[^/]+\.js$/],
  ['model', /^\/models\/shop\.etalage$/],
  ['catalogue', /^\/models\/shop\.catalogue\.json$/],
  ['plans', /^\/(campaigns|rules|files)\.json$/],
  ['style', /^\/style\/[a-z]+\.css$/],
  ['script', /^\/([a-z-]+\/)*[a-z-]+\.js$/],
  ['page', /^\/$/],
];

/** Gives the requests of a page in their order; those that the browser's cache has answered asked nobody, and say so. */
export function requests(page) {
  const timeline = page.performance;
  return [...timeline.getEntriesByType('navigation'), ...timeline.getEntriesByType('resource')].map(
    ({ name, initiatorType, startTime, deliveryType }) => ({
      name,
      initiatorType,
      startTime,
      cached: deliveryType === 'cache',
      kind: kindOf(name, page),
    }),
  );
}

function kindOf(name, page) {
  const { origin, pathname } = new URL(name);
  if (origin !== page.location.origin) return 'other';
  return KINDS.find(([, path]) => path.test(pathname))?.[0] ?? 'other';
}

export function network({ t, shop }) {
  const content = h('div', { class: 'finding-content' });
  const draw = () => {
    const found = shop.window === null ? [] : requests(shop.window);
    const strange = found.filter(({ kind }) => kind === 'other').length;
    const rows = found.map(({ name, initiatorType, cached, kind }, n) => [
      String(n + 1),
      code(decodeURI(new URL(name).pathname)),
      cached ? t('cached')(initiatorType) : initiatorType,
      kind === 'other' ? h('strong', { class: 'bad' }, t('purposes').other) : t('purposes')[kind],
    ]);
    content.replaceChildren(
      h('p', {}, t('networkCount')(number(found.length))),
      table(t('network'), ['n', t('address'), t('initiator'), t('purpose')], rows),
      verdict(strange === 0, strange === 0 ? t('noUnknown') : t('someUnknown')(strange)),
    );
  };
  return {
    id: 'network',
    node: section('network', t('network'), t('networkLead'), content),
    refresh: draw,
    record: () => (shop.window === null ? [] : requests(shop.window)),
  };
}
