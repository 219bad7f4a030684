/** Each adapter does its work beside the real library, in the browser. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { LOOKS, PRODUCTS } from '../shared/show.js';
import { browsing, here, MODEL, output, PACKAGE, pack, run, serve } from './harness.mjs';

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
async function page(t, { body = '', script, options }) {
  const html = await readFile(here('shared/blank.html'), 'utf8');
  const module = script === undefined ? '' : `<script type="module" src="/${script}.js"></script>`;
  const url = await serve(
    t,
    {
      '/': folder,
      '/etalage/': join(PACKAGE, 'dist'),
      '/engine/': join(PACKAGE, 'dist/engine'),
      '/shop.etalage': MODEL,
    },
    (path) => (path === '/' ? { body: html.replace('<body></body>', `<body>${body}${module}</body>`) } : undefined),
  );
  const opened = await open(t, options);
  await opened.goto(`${url}/`);
  if (script !== undefined) await opened.waitForFunction(() => document.body.dataset.status);
  return opened;
}

const items = (page) => page.$$eval('[data-item]', (all) => all.map((item) => item.dataset.item));

/** Gives what was counted, sorted: of events at the same moment the engine keeps no order. */
const events = async (page) =>
  (await page.evaluate(() => window.shop.profile().events.map(({ event, itemId }) => `${event} ${itemId}`))).toSorted();

/** Loads the model in a page that has no script of its own. */
const load = (page, options) =>
  page.evaluate(async (given) => {
    const { Personalizer } = await import('etalage');
    window.shop = await Personalizer.load('/shop.etalage', { deadline: 20_000, ...given });
    return window.shop.status.code;
  }, options);

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
  assert.equal(await load(opened, { consent: 'page' }), 'ready');
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

test('Consent Mode: personalization_storage decides, from before and from now on', async (t) => {
  const opened = await page(t, {
    body: `<script>
      window.dataLayer = [];
      function gtag() { dataLayer.push(arguments); }
      gtag('consent', 'default', { ad_storage: 'granted', analytics_storage: 'granted', personalization_storage: 'denied' });
    </script>`,
  });
  assert.equal(await load(opened), 'consent_off');
  const grades = await opened.evaluate(async () => {
    const { followConsentMode } = await import('etalage/consent-mode');
    const { gtag, shop } = window;
    const stop = followConsentMode(shop, { granted: 'memory' });
    const after = (...words) => {
      gtag('consent', ...words);
      return shop.consent;
    };
    const grades = [
      shop.consent,
      after('default', { personalization_storage: 'granted' }),
      after('update', { ad_storage: 'granted' }),
      after('update', { personalization_storage: 'granted' }),
      after('default', { personalization_storage: 'denied' }),
      after('update', { personalization_storage: 'denied' }),
    ];
    stop();
    return [...grades, after('update', { personalization_storage: 'granted' })];
  });
  assert.deepEqual(grades, ['off', 'off', 'off', 'memory', 'memory', 'off', 'off']);
  assert.deepEqual(opened.complaints, []);
});

test('the dialogues never ask the sealed build for what it does not have', async (t) => {
  const opened = await page(t, { body: '<script>window.dataLayer = [];</script>' });
  const grades = await opened.evaluate(async () => {
    const { Personalizer } = await import('etalage/sealed');
    const { followConsentMode } = await import('etalage/consent-mode');
    const { followTcf } = await import('etalage/tcf');
    const load = () => Personalizer.load('/shop.etalage', { deadline: 20_000 });
    const [first, second] = [await load(), await load()];
    followConsentMode(first);
    (function gtag() {
      // biome-ignore lint/complexity/noArguments: gtag() pushes its arguments object.
      window.dataLayer.push(arguments);
    })('consent', 'update', { personalization_storage: 'granted' });
    window.__tcfapi = (_command, _version, callback) =>
      callback(
        { eventStatus: 'tcloaded', gdprApplies: true, purpose: { consents: { 1: true, 5: true, 6: true } } },
        true,
      );
    const heard = first.consent;
    first.dispose();
    followTcf(second);
    return [heard, second.consent];
  });
  assert.deepEqual(grades, ['page', 'page']);
  assert.deepEqual(opened.complaints, []);
});

test('TCF: purposes 1, 5 and 6 decide, the own consent of the publisher before that of the vendors', async (t) => {
  const opened = await page(t, {});
  assert.equal(await load(opened), 'consent_off');
  const grades = await opened.evaluate(async () => {
    const { followTcf } = await import('etalage/tcf');
    const { shop } = window;
    const absent = followTcf(shop);
    absent();
    let tell;
    let removed;
    window.__tcfapi = (command, version, callback, parameter) => {
      if (command === 'addEventListener' && version === 2) tell = (data) => callback({ listenerId: 3, ...data }, true);
      else removed = parameter;
    };
    const stop = followTcf(shop);
    const after = (consents, more) => {
      tell({ eventStatus: 'useractioncomplete', gdprApplies: true, purpose: { consents }, ...more });
      return shop.consent;
    };
    const grades = [
      after({ 1: true, 5: true, 6: true }, { eventStatus: 'cmpuishown' }),
      after({ 1: true, 5: true, 6: true }),
      after({ 5: true, 6: true }),
      after({ 1: true, 5: true }),
      after({ 1: true, 5: true, 6: true }, { publisher: { consents: { 1: false, 5: true, 6: true } } }),
      after({ 1: true, 5: true, 6: true }, { gdprApplies: false }),
      after({}),
    ];
    stop();
    return [...grades, after({ 1: true, 5: true, 6: true }), removed];
  });
  assert.deepEqual(grades, ['off', 'persistent', 'page', 'off', 'page', 'page', 'off', 'off', 3]);
  assert.deepEqual(opened.complaints, []);
});

const LIST = `<h1>Shelf</h1><etalage-order>
  <h2>Heading</h2>
  ${shopOrder.map((sku) => `<p data-item-id="${sku}"><a href="#${sku}">${sku}</a> for sale</p>`).join('\n  ')}
</etalage-order>`;

/** Defines the element for a visitor of tools, who does something first. */
const arrange = (opened, looks) =>
  opened.evaluate(async (seen) => {
    const { defineOrderElement } = await import('etalage/element');
    for (const [at, itemId] of seen.entries()) {
      window.shop.observe({ event: 'view_item', itemId, timestamp: 1_764_322_267_000 + 1000 * at });
    }
    const list = document.querySelector('etalage-order');
    window.nodes = [...list.children];
    window.moved = 0;
    new MutationObserver((records) => {
      for (const { removedNodes } of records) for (const node of removedNodes) if (node === window.held) window.moved++;
    }).observe(list, { childList: true });
    defineOrderElement(window.shop);
    return {
      ids: [...list.children].map((child) => child.dataset.itemId ?? child.localName),
      running: document.getAnimations().length,
    };
  }, looks);

test('the element moves the nodes of the server around the one that has the focus', async (t) => {
  const opened = await page(t, { body: LIST });
  await load(opened, { consent: 'page' });
  await opened.focus('a[href="#toy-bear"]');
  await opened.evaluate(() => {
    window.held = document.activeElement.closest('p');
    window.blurred = 0;
    document.addEventListener('blur', () => window.blurred++, true);
  });
  const { ids, running } = await arrange(opened, LOOKS);
  assert.deepEqual(ids, ['h2', ...expected]);
  assert.ok(running > 0, 'the way to the new place is shown');
  const after = await opened.evaluate(() => ({
    focus: document.activeElement.getAttribute('href'),
    blurred: window.blurred,
    moved: window.moved,
    same: [...document.querySelector('etalage-order').children].every((child) => window.nodes.includes(child)),
    css: [...document.querySelectorAll('[style]')].length,
  }));
  assert.deepEqual(after, { focus: '#toy-bear', blurred: 0, moved: 0, same: true, css: 0 });
  await opened.evaluate(() => window.shop.setConsent('off'));
  const back = await opened.$$eval('[data-item-id]', (all) => all.map((child) => child.dataset.itemId));
  assert.deepEqual(back, shopOrder, 'and back');
  assert.deepEqual(opened.complaints, []);
});

test('the element keeps what is selected, and does not move for who prefers reduced motion', async (t) => {
  const opened = await page(t, { body: LIST, options: { reducedMotion: 'reduce' } });
  await load(opened, { consent: 'page' });
  await opened.evaluate(() => {
    window.held = document.querySelector('[data-item-id="toy-train"]');
    getSelection().selectAllChildren(window.held);
  });
  const { ids, running } = await arrange(opened, LOOKS);
  assert.deepEqual(ids, ['h2', ...expected]);
  assert.equal(running, 0);
  assert.equal(await opened.evaluate(() => getSelection().toString()), 'toy-train for sale');
  assert.equal(await opened.evaluate(() => window.moved), 0);
  assert.deepEqual(opened.complaints, []);
});

test('without a model the element leaves each node where the server put it', async (t) => {
  const opened = await page(t, { body: LIST });
  await opened.evaluate(async () => {
    const { Personalizer } = await import('etalage');
    window.shop = await Personalizer.load('/nowhere.etalage', { consent: 'page' });
    window.mutations = 0;
    const list = document.querySelector('etalage-order');
    new MutationObserver((records) => (window.mutations += records.length)).observe(list, { childList: true });
  });
  const { ids, running } = await arrange(opened, LOOKS);
  assert.deepEqual([ids, running], [['h2', ...shopOrder], 0]);
  assert.deepEqual(await opened.evaluate(() => [window.shop.status.code, window.mutations]), ['model_not_found', 0]);
  assert.deepEqual(
    opened.complaints.filter((complaint) => !complaint.includes('404')),
    [],
  );
});
