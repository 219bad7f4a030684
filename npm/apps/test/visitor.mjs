/** Holds what the tests in a blank page share: the page with a body of its own, a model in it, and what a visitor does there. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOOKS } from '../shared/show.js';
import { here, MODEL, PACKAGE, serve, watch } from './harness.mjs';

/** The key in the browser's storage. */
export const KEY = 'etalage:profile';

const PLACES = { '/': here('shared'), '/etalage/': join(PACKAGE, 'dist'), '/shop.etalage': MODEL };

/** Opens the blank page of a new visitor, served with these headers, and gives a function that opens a further tab. */
export async function visitor(t, open, { prepare, headers, ...options } = {}) {
  const url = `${await serve(t, PLACES, () => ({ headers }))}/blank.html`;
  const first = await open(t, options);
  if (prepare !== undefined) await first.context().addInitScript(prepare);
  await first.goto(url);
  const tab = async () => {
    const next = watch(await first.context().newPage());
    await next.goto(url);
    return next;
  };
  return { page: first, tab };
}

/** Opens a page with this body, where these addresses are served too. */
export async function written(t, open, { body = '', places = {}, options } = {}) {
  const html = await readFile(here('shared/blank.html'), 'utf8');
  const url = await serve(t, { ...PLACES, ...places }, (path) =>
    path === '/' ? { body: html.replace('<body></body>', `<body>${body}</body>`) } : undefined,
  );
  const opened = await open(t, options);
  await opened.goto(`${url}/`);
  return opened;
}

/** Loads the model in a page. */
export const load = (page, options, entry = 'etalage') =>
  page.evaluate(
    async ([given, from]) => {
      const { Personalizer } = await import(from);
      window.shop = await Personalizer.load('/shop.etalage', { deadline: 20_000, ...given });
      return window.shop.status;
    },
    [options, entry],
  );

/** Lets the visitor look at items. */
export const look = (page, itemIds = LOOKS) =>
  page.evaluate((seen) => {
    for (const itemId of seen) window.shop.observe({ event: 'view_item', itemId });
  }, itemIds);

/** Gives how many events are remembered. */
export const remembered = (page) => page.evaluate(() => window.shop.profile().nEvents);

/** Tells the package what the visitor allows. */
export const setConsent = (page, grade) => page.evaluate((consent) => window.shop.setConsent(consent), grade);

/** Gives all that a site can leave in a browser. */
export const left = async (page) => ({
  ...(await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }))),
  cookies: (await page.context().cookies()).map(({ name }) => name),
});

/** What a site leaves that leaves nothing. */
export const NOTHING = { local: [], session: [], databases: [], caches: [], workers: 0, cookies: [] };
