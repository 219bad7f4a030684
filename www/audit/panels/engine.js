/** Shows what runs: the imports and exports of the very bytes that the shop has fetched, and their hash. */

import { h } from '../../dom.js';
import { lang, number } from '../../texts/index.js';
import { code, facts, more, section, table, verdict } from '../table.js';

/** What each import is for, in words; a test holds it against the allow-list of the package, `npm/imports.json`. */
const explained = await (await fetch('/audit/imports.json')).json();

/** Takes the bindings' hash off an import's name: `__wbg_set_d2d33b52458e984a` is `__wbg_set`. */
export const plainName = (name) => name.replace(/_[0-9a-f]{16}$/, '');

export function engine({ t, shop }) {
  const content = h('div', { class: 'finding-content' });
  let found;
  const read = async () => {
    found = await readEngine(shop.window);
    const { visitor } = shop;
    content.replaceChildren(
      ...(found === undefined ? [verdict(false, t('noEngine')(visitor?.status.code))] : drawn(t, found)),
    );
  };
  shop.addEventListener('open', read);
  return { id: 'engine', node: section('engine', t('engine'), t('engineLead'), content), record: () => found };
}

/** Reads the engine that the shop runs: the browser's record says which file that is, its cache holds the bytes. */
async function readEngine(page) {
  const names = page.performance.getEntriesByType('resource').map(({ name }) => name);
  const url = names.find((name) => name.endsWith('.wasm'));
  const script = names.find((name) => new URL(name).pathname === '/etalage/index.js');
  if (url === undefined) return undefined;
  try {
    const bytes = await (await fetch(url, { cache: 'force-cache' })).arrayBuffer();
    const module = await WebAssembly.compile(bytes);
    const text = script === undefined ? '' : await (await fetch(script, { cache: 'force-cache' })).text();
    const [demanded] = /sha(256|384|512)-[A-Za-z0-9+/]{43,}={0,2}/.exec(text) ?? [];
    return {
      url: new URL(url).pathname,
      bytes: bytes.byteLength,
      demanded,
      hash: await integrity(bytes, demanded?.slice(3, 6) ?? '256'),
      imports: WebAssembly.Module.imports(module).map((entry) => ({
        ...entry,
        means: explained[plainName(entry.name)],
      })),
      exports: WebAssembly.Module.exports(module),
    };
  } catch {
    return undefined;
  }
}

async function integrity(bytes, bits) {
  const digest = new Uint8Array(await crypto.subtle.digest(`SHA-${bits}`, bytes));
  return `sha${bits}-${btoa(String.fromCharCode(...digest))}`;
}

function drawn(t, { url, bytes, demanded, hash, imports, exports }) {
  const strange = imports.filter(({ means }) => means === undefined).length;
  const rows = imports.map(({ name, means }) => [
    code(name),
    means === undefined ? h('strong', { class: 'bad' }, t('unexplained')) : means[lang()],
  ]);
  return [
    facts([
      [t('engineUrl'), h('span', {}, code(url), ' · ', t('engineBytes')(number(bytes)))],
      [t('engineDemands'), demanded === undefined ? t('noDemand') : code(demanded)],
      [t('engineFound'), code(hash)],
    ]),
    demanded === undefined ? '' : verdict(demanded === hash, t(demanded === hash ? 'same' : 'different')),
    h('h3', {}, t('imports')(imports.length)),
    table(t('imports')(imports.length), [t('importName'), t('importMeans')], rows),
    verdict(strange === 0, strange === 0 ? t('allExplained') : t('someUnexplained')(strange)),
    more(t('exports')(exports.length), h('p', {}, ...exports.flatMap(({ name, kind }) => [code(name), ` ${kind}, `]))),
  ];
}
