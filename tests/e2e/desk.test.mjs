/** The merchandiser's desk shows what rules do, and the file that it writes does the same in the shop. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { choose, order } from './browser.mjs';
import { open, url } from './shop.mjs';
import { catalogue } from './visitor.mjs';

const items = await catalogue(url);
const own = new Set(items.filter(({ privateLabel }) => privateLabel).map(({ id }) => id));

const openDesk = (t, options) => open(t, { at: 'desk/', waitFor: '[data-order="after"] li', ...options });
const shown = (page, side) => page.$$eval(`[data-order="${side}"] li`, (rows) => rows.map((row) => row.dataset.item));
const ownPlaces = (ids) => ids.flatMap((id, place) => (own.has(id) ? [place] : []));

test('without a rule both orders are the same, and there is a visitor for each segment', async (t) => {
  const { page, consoleErrors, uncaught } = await openDesk(t);
  assert.deepEqual(await shown(page, 'after'), await shown(page, 'before'));
  const { segments } = await (await fetch(new URL('/models/shop.manifest.json', url))).json();
  assert.equal(await page.locator('#visitor option').count(), segments.length + 1);
  assert.deepEqual([consoleErrors, uncaught], [[], []]);
});

test('boosting the own brand lifts it and its share, burying it undoes that, and removing both leaves nothing', async (t) => {
  if (own.size === 0) return t.skip('this catalogue has no own brand');
  const { page } = await openDesk(t);
  const share = () =>
    page.$eval('.exposure tbody tr', (row) => [
      row.dataset.brand,
      row.children[1].textContent,
      row.children[2].textContent,
    ]);
  const number = (text) => Number.parseFloat(text);
  const before = await shown(page, 'before');
  await page.click('#ready-boost');
  const after = await shown(page, 'after');
  assert.deepEqual(await shown(page, 'before'), before);
  assert.ok(ownPlaces(after).length >= ownPlaces(before).length);
  const [brand, without, withRule] = await share();
  assert.ok(number(withRule) > number(without), `${brand}: ${without} to ${withRule}`);
  await page.getByRole('button', { name: /^Remove Boost/ }).click();
  assert.deepEqual(await shown(page, 'after'), before);
});

test('a campaign that is pinned comes first for every visitor', async (t) => {
  const { page } = await openDesk(t);
  if ((await page.locator('#ready-pin').count()) === 0) return t.skip('no campaign runs in this shop');
  const plans = await (await fetch(new URL('/campaigns.json', url))).json();
  await page.click('#ready-pin');
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
  const rules = JSON.parse(await readFile(await file.path(), 'utf8'));
  const { categories } = plans.campaigns.find(({ id }) => id === rules.rules[0].campaign);
  const inCampaign = (id) => categories.some((path) => items.find((item) => item.id === id).category?.startsWith(path));
  const n = await page.locator('#visitor option').count();
  for (let visitor = 0; visitor < n; visitor++) {
    await page.selectOption('#visitor', { index: visitor });
    assert.ok(inCampaign((await shown(page, 'after'))[0]), `visitor ${visitor}`);
  }
});

test('a rule of one’s own is tried, and one that the engine refuses is said to be refused', async (t) => {
  const { page } = await openDesk(t);
  await page.fill('#rule-name', 'No best seller');
  await page.selectOption('#rule-action', 'bury');
  await page.fill('#rule-by', '100');
  await page.selectOption('#rule-about', { index: 3 });
  await page.click('form button[type="submit"]');
  assert.match(await page.textContent('#rules'), /No best seller/);
  assert.ok(await page.isHidden('.verdict-bad'));
});

test('the file of the desk, served as rules.json, does in the shop what it did on the desk', async (t) => {
  if (own.size === 0) return t.skip('this catalogue has no own brand');
  const { page } = await openDesk(t);
  await page.click('#ready-boost');
  const onDesk = await shown(page, 'after');
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
  const body = await readFile(await file.path(), 'utf8');
  const prepare = (shop) =>
    shop.route('**/rules.json', (route) => route.fulfill({ contentType: 'application/json', body }));
  const shop = await open(t, { prepare });
  await choose(shop.page, 'page');
  assert.deepEqual((await order(shop.page, 'for-you')).slice(0, onDesk.length), onDesk);
});
