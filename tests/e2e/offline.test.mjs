/** The shop opens without a network, without wasm and without storage, and what it keeps for that tells nothing of anyone. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, order, status } from './browser.mjs';
import { open, url } from './shop.mjs';
import { catalogue, lookAt, tastes } from './visitor.mjs';

const items = await catalogue(url);
const [taste, other] = tastes(items);
const KEPT = { context: { serviceWorkers: 'allow' } };

/** Waits until the service worker holds a whole version. */
const kept = (page) =>
  page.waitForFunction(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state !== 'activated') return false;
    const [name] = await caches.keys();
    return name !== undefined && (await (await caches.open(name)).match('/files.json')) !== undefined;
  });

/** Gives the addresses that are kept. */
const keptFiles = (page) =>
  page.evaluate(async () => {
    const found = [];
    for (const name of await caches.keys()) {
      for (const { url: address } of await (await caches.open(name)).keys())
        found.push(`${name} ${new URL(address).pathname}`);
    }
    return found.sort();
  });

test('after one visit the shop works without a network: pages, pictures, the visitor’s order', async (t) => {
  const { page, context, uncaught } = await open(t, KEPT);
  await choose(page, 'persistent');
  await kept(page);
  await lookAt(page, taste, items);
  const arranged = await order(page, 'for-you');
  await context.setOffline(true);
  await page.goto('about:blank');
  await page.goto(url);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  assert.equal(await status(page), 'ready');
  assert.deepEqual(await order(page, 'for-you'), arranged);
  // A product that was never looked at has its picture, too.
  const far = items.at(-1);
  await page.evaluate((hash) => location.assign(hash), `#/p/${encodeURIComponent(far.id)}`);
  await page.waitForSelector(`[data-product="${far.id}"]`);
  await page.waitForFunction(() => document.querySelector('.product-picture img').naturalWidth > 0);
  await page.fill('#search', 'black');
  await page.press('#search', 'Enter');
  await page.waitForSelector('[data-list="search"]');
  for (const at of ['audit/', 'desk/']) {
    await page.goto(url + at);
    await page.waitForSelector('html[data-ready]', { state: 'attached' });
  }
  assert.deepEqual(uncaught, []);
});

test('what is kept is one version, the same for every visitor, whatever was clicked', async (t) => {
  const found = [];
  for (const likes of [taste, other]) {
    const { page } = await open(t, KEPT);
    await choose(page, 'persistent');
    await kept(page);
    await lookAt(page, likes, items);
    found.push(await keptFiles(page));
  }
  assert.deepEqual(found[0], found[1]);
  assert.equal(new Set(found[0].map((entry) => entry.split(' ')[0])).size, 1);
  assert.ok(found[0].length > 40);
  assert.ok(found[0].every((entry) => !entry.includes('/pictures/')));
});

test('a new version takes the place of the old one, whole', async (t) => {
  const { page, context } = await open(t, KEPT);
  await kept(page);
  const [before] = await page.evaluate(() => caches.keys());
  const list = await (await fetch(new URL('files.json', url))).json();
  await context.route('**/files.json', (route) => route.fulfill({ json: { ...list, version: 'another' } }));
  await page.reload();
  await page.waitForFunction(async () => (await caches.keys()).join() === 'another');
  assert.notEqual(before, 'another');
});

test('the policy may forbid wasm: the shop keeps its own order, without an error of its own', async (t) => {
  const prepare = (page) =>
    page.route(url, async (route) => {
      const response = await route.fetch();
      const headers = response.headers();
      const policy = headers['content-security-policy'].replace("'wasm-unsafe-eval'", '');
      await route.fulfill({ response, headers: { ...headers, 'content-security-policy': policy } });
    });
  const { page, uncaught } = await open(t, { prepare });
  const shown = await order(page);
  assert.deepEqual(
    shown,
    items.slice(0, shown.length).map(({ id }) => id),
  );
  assert.ok(await page.isHidden('#banner'), 'nobody is asked for what cannot be given');
  await page.click('[data-list="for-you"] .card-link >> nth=0');
  await page.waitForSelector('[data-list="goes-with"] [data-item]');
  assert.deepEqual(uncaught, []);
});

test('a browser that refuses to store anything: the choice and the clicks live in the page, and the page says so', async (t) => {
  const prepare = (page) =>
    page.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage', 'caches', 'indexedDB']) {
        Object.defineProperty(globalThis, name, {
          get: () => {
            throw new DOMException('refused', 'SecurityError');
          },
        });
      }
    });
  const { page, uncaught, consoleErrors } = await open(t, { prepare });
  const before = await order(page, 'for-you');
  await choose(page, 'persistent');
  await lookAt(page, taste, items);
  assert.notDeepEqual(await order(page, 'for-you'), before);
  await page.click('.strip a[href="#/you"]');
  assert.match(await page.textContent('.you'), /refuses to store anything/);
  assert.deepEqual([uncaught, consoleErrors], [[], []]);
});
