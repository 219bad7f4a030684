/** axe-core finds nothing to complain about on any page, in any state, in either language, on a desktop and on a phone. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { DEVICES, settled } from './browser.mjs';
import { open, url } from './shop.mjs';
import { catalogue, lookAround, tastes } from './visitor.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const items = await catalogue(url);
const [taste] = tastes(items);
const category = `#/c/${(items[0].category ?? '').split(' > ').slice(0, 1).map(encodeURIComponent).join('/')}`;
const product = `#/p/${encodeURIComponent(items[0].id)}`;

/** Asks axe about the page as it stands. The policy of the page allows no foreign script, so axe comes in by the debugger. */
async function complaints(page) {
  await settled(page);
  if (!(await page.evaluate(() => Object.hasOwn(globalThis, 'axe')))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { iframes: false, resultTypes: ['violations'] }),
  );
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map(({ html }) => html.slice(0, 160))
        .join(' | ')}`,
  );
}

for (const [name, device] of Object.entries(DEVICES)) {
  for (const lang of ['en', 'fr']) {
    test(`the shop on a ${name}, in ${lang}`, async (t) => {
      const { page } = await open(t, { at: `?lang=${lang}`, device });
      const found = [];
      const look = async (where) => {
        for (const complaint of await complaints(page)) found.push(`${where}: ${complaint}`);
      };
      const go = async (hash) => {
        await page.evaluate((to) => location.assign(to), hash);
        await page.waitForTimeout(100);
      };
      await look('home, asked');
      await page.click('#grades');
      await look('grades');
      await page.keyboard.press('Escape');
      await page.click('#accept');
      if (lang === 'en') await lookAround(page, taste, items);
      else {
        for (const { id } of items.filter(taste.likes).slice(0, 3)) await go(`#/p/${encodeURIComponent(id)}`);
        await go('#/');
      }
      await look('home, arranged');
      await page.locator('[data-list="for-you"] .ask').first().click();
      await look('why');
      await page.keyboard.press('Escape');
      for (const [where, hash] of [
        ['category', category],
        ['product', product],
        ['search', '#/s/black'],
        ['nothing found', '#/s/xyzzy'],
        ['what is known', '#/you'],
        ['nothing there', '#/nowhere'],
        ['empty cart', '#/cart'],
      ]) {
        await go(hash);
        if (where === 'product') await page.click('.why summary');
        await look(where);
      }
      await go(category);
      await page.locator('.add:enabled').first().click();
      await go('#/cart');
      await look('cart');
      await go('#/checkout');
      await look('checkout');
      await page.locator('main button').click();
      await look('thanks');
      assert.deepEqual(found, []);
    });

    test(`the glass box on a ${name}, in ${lang}`, async (t) => {
      const { page } = await open(t, { at: `audit/?lang=${lang}`, device, waitFor: '#engine table' });
      await page.click('#run');
      await page.waitForSelector('#profile table');
      await page.waitForSelector('#run:enabled');
      assert.deepEqual(await complaints(page), []);
    });

    test(`the desk on a ${name}, in ${lang}`, async (t) => {
      const { page } = await open(t, { at: `desk/?lang=${lang}`, device, waitFor: '[data-order="after"] li' });
      await page.click('#ready-boost');
      assert.deepEqual(await complaints(page), []);
    });
  }
}
