/** Each adapter does its work beside the real library, in the browser. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { LOOKS, PRODUCTS } from '../shared/show.js';
import { browsing, here, MODEL, output, PACKAGE, pack, run } from './harness.mjs';
import { load, written } from './visitor.mjs';

const open = browsing();
const shopOrder = PRODUCTS.map(({ sku }) => sku);
let expected;
let folder;

before(async () => {
  await pack();
  expected = (await run(process.execPath, [here('node/main.mjs'), MODEL])).trim().split(' ');
  folder = await output('libraries');
  const options = { bundle: true, format: 'esm', jsx: 'automatic', outdir: folder, logLevel: 'error' };
  // React's warnings are only in its build for development.
  const define = { 'process.env.NODE_ENV': '"development"' };
  const browser = ['react.client.jsx', 'instantsearch.js', 'segment.js'].map((name) => here(`libraries/${name}`));
  await build({ ...options, define, entryPoints: browser });
  await build({
    ...options,
    platform: 'node',
    packages: 'external',
    entryPoints: [here('libraries/react.server.jsx')],
  });
});

/** Opens a page with this body, and with a script of `libraries/` where one is named. */
async function page(t, { body = '', script }) {
  const module = script === undefined ? '' : `<script type="module" src="/libraries/${script}.js"></script>`;
  const places = { '/libraries/': folder, '/libraries/engine/': join(PACKAGE, 'dist/engine') };
  const opened = await written(t, open, { body: body + module, places });
  if (script !== undefined) await opened.waitForFunction(() => document.body.dataset.status);
  return opened;
}

const items = (page) => page.$$eval('[data-item]', (all) => all.map((item) => item.dataset.item));

/** Gives what was counted, sorted: of events at the same moment the engine keeps no order. */
const events = async (page) =>
  (await page.evaluate(() => window.shop.profile().events.map(({ event, itemId }) => `${event} ${itemId}`))).toSorted();

test('React: the order of the shop from the server, hydrated without a warning, then the order of the visitor', async (t) => {
  const { html } = await import(pathToFileURL(join(folder, 'react.server.js')));
  const { Personalizer } = await import('etalage');
  const shop = await Personalizer.fromBytes(await readFile(MODEL), { consent: 'page' });
  for (const itemId of LOOKS) shop.observe({ event: 'view_item', itemId });
  assert.deepEqual(
    [...html(shop).matchAll(/data-item="([^"]+)"/g)].map(([, item]) => item),
    shopOrder,
  );

  const opened = await page(t, { body: `<main>${html(null)}</main>`, script: 'react.client' });
  await opened.waitForFunction((first) => document.querySelector('[data-item]').dataset.item === first, expected[0]);
  assert.deepEqual(await items(opened), expected);
  const look = () =>
    opened.evaluate(() => {
      for (let n = 0; n < 8; n++) window.shop.observe({ event: 'add_to_cart', itemId: 'toy-bear' });
      return new Promise(requestAnimationFrame);
    });
  await look();
  assert.deepEqual(await items(opened), expected, 'a click moves nothing under the hand');
  await opened.evaluate(() => window.give((given) => ({ ...given, live: true })));
  await look();
  const lively = await items(opened);
  assert.match(lively[0], /^toy/, 'unless it was asked to');
  assert.deepEqual(lively.toSorted(), shopOrder.toSorted());
  await opened.evaluate(() => window.shop.setConsent('off'));
  await opened.waitForFunction((first) => document.querySelector('[data-item]').dataset.item === first, shopOrder[0]);
  assert.deepEqual(await items(opened), shopOrder);
  await opened.evaluate(() => window.give((given) => ({ ...given, shop: null })));
  assert.deepEqual(await items(opened), shopOrder);
  assert.deepEqual(
    opened.complaints.filter((complaint) => !complaint.includes('Download the React DevTools')),
    [],
  );
});

test('InstantSearch: the same hits in another order, with the positions and query ids of the search', async (t) => {
  const opened = await page(t, { body: '<main></main>', script: 'instantsearch' });
  assert.deepEqual(await items(opened), expected);
  const seen = await opened.evaluate(() => ({
    ...window.seen,
    same: window.seen.after.every((hit) => window.seen.before.includes(hit)),
  }));
  assert.ok(seen.same, 'the very objects');
  assert.deepEqual(
    seen.after.map(({ objectID, __position, __queryID }) => [objectID, __position, __queryID]).toSorted(),
    // The second page of six begins at position 7.
    shopOrder.map((sku, index) => [sku, 7 + index, 'asked-once']).toSorted(),
  );
  assert.deepEqual(opened.complaints, []);
});

test('Segment: the events of the spec are counted, and pass unchanged', async (t) => {
  const opened = await page(t, { script: 'segment' });
  const passed = await opened.evaluate(async () => {
    const { analytics } = window;
    const seen = [];
    await analytics.addSourceMiddleware(({ payload, next }) => {
      seen.push([payload.obj.event, JSON.stringify(payload.obj.properties)]);
      next(payload);
    });
    await analytics.track('Product Viewed', { product_id: 'toy-bear' });
    await analytics.track('Product Clicked', { product_id: 'toy-kite' });
    await analytics.track('Product Added to Wishlist', { product_id: 'toy-train' });
    await analytics.track('Product Added', { product_id: 'tool-saw' });
    await analytics.track('Product Removed', { product_id: 'tool-saw' });
    await analytics.track('Order Completed', { products: [{ product_id: 'toy-bear' }, { product_id: 'toy-kite' }] });
    await analytics.track('Products Searched', { query: 'bear' });
    await analytics.track('Product Viewed', { product_id: { toString: 'no' } });
    await analytics.page('Home');
    return seen;
  });
  assert.deepEqual(
    await events(opened),
    [
      'view_item toy-bear',
      'select_item toy-kite',
      'add_to_wishlist toy-train',
      'add_to_cart tool-saw',
      'remove_from_cart tool-saw',
      'purchase toy-bear',
      'purchase toy-kite',
    ].toSorted(),
  );
  assert.equal(passed.filter(([event]) => event !== undefined).length, 8);
  assert.deepEqual(passed[0], ['Product Viewed', '{"product_id":"toy-bear"}']);
  assert.deepEqual(
    opened.complaints.filter((complaint) => complaint.startsWith('uncaught')),
    [],
  );
});

test('GA4: pushes from before and after, objects and gtag, one ecommerce object until it is reset', async (t) => {
  const opened = await page(t, {
    body: `<script>
      window.dataLayer = [{ 'gtm.start': 1, event: 'gtm.js' }];
      function gtag() { dataLayer.push(arguments); }
      gtag('js', new Date());
      gtag('event', 'view_item', { currency: 'EUR', items: [{ item_id: 'toy-bear' }] });
      dataLayer.push({ event: 'select_item', ecommerce: { items: [{ item_id: 'toy-kite', price: 3 }] } });
    </script>`,
  });
  assert.equal((await load(opened, { consent: 'page' })).code, 'ready');
  const kept = await opened.evaluate(async () => {
    const { observeDataLayer } = await import('etalage/ga4');
    const { dataLayer, gtag } = window;
    const own = dataLayer.push;
    const stop = observeDataLayer(window.shop);
    dataLayer.push({ event: 'add_to_wishlist' });
    dataLayer.push({ ecommerce: null });
    dataLayer.push({ event: 'add_to_cart' });
    const length = dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'tool-saw' }] } }, { a: 1 });
    dataLayer.push(
      { ecommerce: null },
      { event: 'purchase', ecommerce: { items: [{ item_id: 7 }, { item_id: 'toy-train' }] } },
    );
    gtag('event', 'remove_from_cart', { items: [{ item_id: 'tool-saw' }, null, {}, { item_name: 'Saw' }] });
    gtag('event', 'view_item_list', { items: [{ item_id: 'toy-bear' }] });
    for (const odd of [null, undefined, 5, 'view_item', [], () => {}, { event: 'view_item', ecommerce: 3 }])
      dataLayer.push(odd);
    dataLayer.push({
      get ecommerce() {
        throw new Error('mine');
      },
    });
    stop();
    dataLayer.push({ event: 'view_item', ecommerce: { items: [{ item_id: 'tool-vice' }] } });
    return { length, is: dataLayer.length, restored: dataLayer.push === own };
  });
  assert.deepEqual(
    await events(opened),
    [
      'view_item toy-bear',
      'select_item toy-kite',
      'add_to_wishlist toy-kite',
      'add_to_cart tool-saw',
      'purchase toy-train',
      'remove_from_cart tool-saw',
    ].toSorted(),
  );
  assert.deepEqual(kept, { length: 9, is: 22, restored: true });
  assert.deepEqual(opened.complaints, []);
});
