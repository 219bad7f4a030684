/** Shows the keys of every storage that this site could use, before and now. */

import { h } from '../../dom.js';
import { section, table } from '../table.js';

/** Reads the keys of each place; a place that the browser refuses says so. */
async function keys() {
  const ask = async (read) => {
    try {
      return await read();
    } catch {
      return undefined;
    }
  };
  const sized = (area) => Object.entries({ ...area }).map(([key, value]) => `${key} (${value.length})`);
  return {
    localStorage: await ask(() => sized(localStorage)),
    sessionStorage: await ask(() => sized(sessionStorage)),
    cookies: await ask(() => document.cookie.split('; ').filter((cookie) => cookie !== '')),
    caches: await ask(() => caches.keys()),
    indexedDB: await ask(async () => (await indexedDB.databases()).map(({ name }) => name)),
  };
}

export function storage({ t }) {
  const content = h('div', { class: 'finding-content' });
  const before = keys();
  let now;
  const draw = async () => {
    const first = await before;
    now = await keys();
    const written = (found) =>
      found === undefined ? t('refused') : found.length === 0 ? t('empty') : found.join(', ');
    const rows = Object.keys(first).map((place) => [place, written(first[place]), written(now[place])]);
    content.replaceChildren(table(t('storage'), [t('place'), t('before'), t('now')], rows));
  };
  draw();
  return {
    id: 'storage',
    node: section('storage', t('storage'), t('storageLead'), content, h('p', { class: 'fine' }, t('serviceNote'))),
    refresh: draw,
    record: () => now,
  };
}
