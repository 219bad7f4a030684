/** The order reacts to clicks, only when it may, and only when the visitor is looking elsewhere. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allow, goHome, order } from './browser.mjs';
import { open, url } from './shop.mjs';
import { catalogue, lookAround, tastes } from './visitor.mjs';

const items = await catalogue(url);
const [taste, other] = tastes(items);
const shopOrder = items.map(({ id }) => id);

test('the page opens in the order of the shop, without a complaint', async (t) => {
  const { page, consoleErrors, uncaught } = await open(t);
  const shown = await order(page);
  assert.deepEqual(shown, shopOrder.slice(0, shown.length));
  assert.deepEqual([consoleErrors, uncaught], [[], []]);
  assert.match(await page.textContent('#bar-status'), /Nothing you do is remembered/);
});

test('clicks move what the visitor likes to the front', async (t) => {
  const { page, consoleErrors, uncaught } = await open(t);
  await allow(page);
  await lookAround(page, taste, items);
  const after = await order(page);
  const liked = (ids) => items.filter(({ id }) => ids.includes(id)).filter(taste.likes).length;
  assert.ok(liked(after.slice(0, 10)) > liked(shopOrder.slice(0, 10)), after.join());
  assert.equal(new Set(after).size, after.length);
  assert.match(await page.textContent('#bar-status'), /Arranged after \d+ clicks/);
  assert.deepEqual([consoleErrors, uncaught], [[], []]);
});

test('without consent the same clicks change nothing', async (t) => {
  const { page } = await open(t);
  const before = await order(page);
  await lookAround(page, taste, items);
  assert.deepEqual(await order(page), before);
  await page.goto(`${url}#/you`);
  assert.match(await page.textContent('.you'), /Nothing: you have not asked/);
});

test('switching off brings the order of the shop back and forgets', async (t) => {
  const { page } = await open(t);
  const before = await order(page);
  await allow(page);
  await lookAround(page, taste, items);
  assert.notDeepEqual(await order(page), before);
  await page.click('#consent');
  assert.deepEqual(await order(page), before);
  await allow(page);
  assert.match(await page.textContent('#bar-status'), /first click/);
});

test('after "forget me" the page equals one that was just allowed to arrange itself', async (t) => {
  const fresh = await open(t);
  await allow(fresh.page);
  const expected = await order(fresh.page);

  const { page } = await open(t);
  await allow(page);
  await lookAround(page, other, items);
  await page.click('#forget');
  assert.deepEqual(await order(page), expected);
  await goHome(page);
  assert.deepEqual(await order(page), expected);
});

test('strength 0 is the order of the shop', async (t) => {
  const { page } = await open(t);
  const before = await order(page);
  await allow(page);
  await lookAround(page, taste, items);
  await page.fill('#strength', '0');
  assert.deepEqual(await order(page), before);
});

test('a click moves nothing under the hand of the visitor', async (t) => {
  const { page } = await open(t);
  await allow(page);
  const before = await order(page);
  for (const n of [3, 7]) await page.locator('[data-list="home"] .add:enabled').nth(n).click();
  assert.equal(await page.textContent('#cart-count'), '2');
  assert.deepEqual(await order(page), before);
  await page.click('.cart-link');
  await goHome(page);
  assert.notDeepEqual(await order(page), before);
});

test('"why am I seeing this?" names a click and the page of the visitor lists it', async (t) => {
  const { page } = await open(t);
  await allow(page);
  await lookAround(page, taste, items);
  await page.click('[data-list="home"] .card-link >> nth=0');
  await page.click('.why summary');
  await page.locator('.why-answer', { hasText: /You looked at|Others with your taste/ }).waitFor({ timeout: 2_000 });
  await page.click('a[href="#/you"]');
  await page.waitForSelector('.clicks li');
  assert.ok((await page.$$('.clicks li')).length >= 5);
  assert.match(await page.textContent('.facts'), /Trained on/);
});
