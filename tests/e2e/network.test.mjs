/** After the page has loaded it asks for pictures and for nothing else, whatever is clicked. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, goHome } from './browser.mjs';
import { open, url } from './shop.mjs';
import { catalogue, lookAround, tastes } from './visitor.mjs';

const items = await catalogue(url);
const IDS = new Set(items.map(({ id }) => id));

test('clicking through every kind of page asks for pictures only, each by its id', async (t) => {
  const { page, requests, uncaught } = await open(t);
  await page.waitForLoadState('networkidle');
  assert.ok(
    requests.some((request) => request.endsWith('/models/shop.etalage')),
    'the hook sees requests',
  );
  requests.length = 0;

  await choose(page, 'page');
  for (const taste of tastes(items)) await lookAround(page, taste, items);
  await page.locator('#departments a').first().click();
  await page.locator('.more:visible, [data-list="category"] .card-link').first().click();
  await page.goto(`${url}#/p/${encodeURIComponent(items[2].id)}`);
  await page.click('.why summary');
  await page.click('.actions .button-quiet');
  await page.locator('[data-list] .add:enabled').first().click();
  await page.click('.cart-link');
  await page.getByRole('button', { name: /^One more of/ }).click();
  await page.getByRole('link', { name: 'To the checkout' }).click();
  await page.getByRole('button', { name: /pretend order/ }).click();
  await page.fill('#search', 'black');
  await page.press('#search', 'Enter');
  await page.click('.strip a[href="#/you"]');
  await page.fill('#strength', '40');
  await page.dispatchEvent('#strength', 'change');
  await page.click('#language');
  await page.click('#forget');
  await goHome(page);
  await page.waitForTimeout(300);

  const pictures = /^GET [^ ]*\/pictures\/([^/?]+)\.svg$/;
  const others = requests.filter((request) => !IDS.has(decodeURIComponent(pictures.exec(request)?.[1] ?? '')));
  assert.deepEqual(others, []);
  assert.deepEqual(uncaught, []);
});
