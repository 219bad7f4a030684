/**
 * Nothing is stored on the visitor's device before they have answered; after it, only what their answer allows, and after a
 * refusal or a withdrawal one word: that they said no.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allow, choose, goHome } from './browser.mjs';
import { open, url } from './shop.mjs';
import { catalogue, lookAt, tastes } from './visitor.mjs';

const items = await catalogue(url);
const [taste] = tastes(items);

/** The shop's own key: which answer was given. */
const CHOICE = 'amazing.choice';
const NOTHING = { local: [], session: [], caches: [], databases: [], cookies: [] };

/** Gives the names of all that a page has stored, wherever a page can. */
async function stored(page, context) {
  const found = await page.evaluate(async () => ({
    local: Object.keys({ ...localStorage }).sort(),
    session: Object.keys({ ...sessionStorage }).sort(),
    caches: await caches.keys(),
    databases: (await indexedDB.databases()).map(({ name }) => name),
  }));
  return { ...found, cookies: (await context.cookies()).map(({ name }) => name) };
}

test('before the answer nothing is stored, whatever is looked at', async (t) => {
  const { page, context } = await open(t);
  assert.deepEqual(await stored(page, context), NOTHING);
  await lookAt(page, taste, items);
  await page.click('[data-list="home"] .card-link >> nth=0');
  await page.waitForSelector('[data-product]');
  await goHome(page);
  assert.deepEqual(await stored(page, context), NOTHING);
});

test('after a refusal and after a withdrawal one word is stored, and nothing of what was looked at', async (t) => {
  const { page, context } = await open(t);
  await choose(page, 'off');
  await lookAt(page, taste, items);
  assert.deepEqual(await stored(page, context), { ...NOTHING, local: [CHOICE] });
  await choose(page, 'persistent');
  await lookAt(page, taste, items);
  const { local } = await stored(page, context);
  assert.equal(local.length, 2, local.join());
  await choose(page, 'off');
  assert.deepEqual(await stored(page, context), { ...NOTHING, local: [CHOICE] });
  const [word] = (await page.evaluate((key) => localStorage.getItem(key), CHOICE)).split(' ');
  assert.equal(word, 'off');
});

test('with the grade "page" nothing is stored', async (t) => {
  const { page, context } = await open(t);
  await choose(page, 'page');
  await lookAt(page, tastes(items)[0], items);
  assert.deepEqual(await stored(page, context), NOTHING);
});

test('with the grade "memory" one key of the shop and one of the package are stored in the tab, and no more', async (t) => {
  const { page, context } = await open(t);
  await allow(page);
  await lookAt(page, tastes(items)[0], items);
  const found = await stored(page, context);
  assert.equal(found.session.length, 2);
  assert.ok(found.session.includes(CHOICE));
  assert.deepEqual({ ...found, session: [] }, NOTHING);
});
