/** After the page has loaded it asks nobody anything, whatever is clicked, and it leaves nothing behind. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allow, goHome } from './browser.mjs';
import { open, url } from './shop.mjs';
import { catalogue, lookAround, tastes } from './visitor.mjs';

const items = await catalogue(url);

test('clicking through every kind of page causes no request', async (t) => {
  const { page, requests, uncaught } = await open(t);
  await page.waitForLoadState('networkidle');
  assert.ok(
    requests.some((request) => request.endsWith('/models/shop.etalage')),
    'the hook sees requests',
  );
  requests.length = 0;
  // Chromium's own record, next to the one of the test's driver.
  const recorded = () => page.evaluate(() => performance.getEntriesByType('resource').length);
  const before = await recorded();

  await allow(page);
  for (const taste of tastes(items)) await lookAround(page, taste, items);
  await page.click('.more');
  await page.click('[data-list="home"] .card-link >> nth=2');
  await page.click('.why summary');
  await page.click('.actions .button-quiet');
  await page.locator('[data-list="suggested"] .add:enabled').first().click();
  await page.click('.cart-link');
  await page.getByRole('button', { name: /^One more of/ }).click();
  await page.getByRole('button', { name: /pretend order/ }).click();
  await page.click('a[href="#/you"]');
  await page.click('#forget');
  await goHome(page);
  await page.fill('#strength', '40');
  await page.click('#consent');
  await page.waitForTimeout(300);

  assert.deepEqual(requests, []);
  assert.equal(await recorded(), before);
  assert.deepEqual(uncaught, []);
});

test('two opposite visitors and one who refuses cause the same requests', async (t) => {
  const traces = [];
  for (const [taste, may] of [...tastes(items).map((taste) => [taste, true]), [tastes(items)[0], false]]) {
    const { page, requests } = await open(t);
    if (may) await allow(page);
    await lookAround(page, taste, items);
    await page.waitForLoadState('networkidle');
    traces.push(requests.toSorted());
  }
  assert.deepEqual(traces[1], traces[0]);
  assert.deepEqual(traces[2], traces[0]);
});

test('nothing is stored', async (t) => {
  const { page, context } = await open(t);
  await allow(page);
  await lookAround(page, tastes(items)[0], items);
  const stored = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    caches: (await caches.keys()).length,
    databases: (await indexedDB.databases()).length,
  }));
  assert.deepEqual(stored, { local: 0, session: 0, caches: 0, databases: 0 });
  assert.deepEqual(await context.cookies(), []);
});
