/** axe-core finds nothing to complain about on any page, in any state, in either language, on a desktop and on a phone. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { choose, DEVICES, go, settled } from './browser.mjs';
import { open, url } from './shop.mjs';
import { catalogue, lookAt, tastes } from './visitor.mjs';

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

/** Gives the way to look at a page in one state after another, and the list of what was found. */
function looking(page) {
  const found = [];
  const look = async (where) => {
    for (const complaint of await complaints(page)) found.push(`${where}: ${complaint}`);
  };
  return { found, look };
}

const openAll = (page) =>
  page.evaluate(() => {
    for (const part of document.querySelectorAll('details')) part.open = true;
  });

for (const [name, device] of Object.entries(DEVICES)) {
  for (const lang of ['en', 'fr']) {
    test(`the shop on a ${name}, in ${lang}`, async (t) => {
      const { page } = await open(t, { at: `?lang=${lang}`, device });
      const { found, look } = looking(page);
      await look('home, asked');
      await page.click('#grades');
      await look('grades');
      await page.keyboard.press('Escape');
      await page.click('#accept');
      await go(page, '#/you');
      await look('what is known, nothing yet');
      await lookAt(page, taste, items, 3);
      await look('home, arranged');
      await page.locator('[data-list="for-you"] .ask').first().click();
      await look('why');
      await page.keyboard.press('Escape');
      for (const [where, hash] of [
        ['category', category],
        ['product', product],
        ['search', '#/s/black'],
        ['nothing found', '#/s/xyzzy'],
        ['nothing asked', '#/s/'],
        ['what is known', '#/you'],
        ['nothing there', '#/nowhere'],
        ['empty cart', '#/cart'],
      ]) {
        await go(page, hash);
        if (where === 'product') {
          await page.waitForSelector('[data-list="goes-with"] [data-item]');
          await page.click('.why summary');
          await page.click('.actions .button-quiet');
        }
        await look(where);
      }
      await go(page, category);
      await page.locator('.add:enabled').first().click();
      await go(page, '#/cart');
      await look('cart');
      await go(page, '#/checkout');
      await look('checkout');
      await page.locator('main button').click();
      await look('thanks');
      await choose(page, 'off');
      await go(page, '#/you');
      await look('what is known, refused');
      assert.deepEqual(found, []);
    });

    test(`the glass box on a ${name}, in ${lang}`, async (t) => {
      const { page } = await open(t, { at: `audit/?lang=${lang}`, device, waitFor: '#engine table' });
      const { found, look } = looking(page);
      await look('before anything');
      await page.click('#run');
      await page.waitForSelector('#profile table');
      await page.waitForSelector('#run:enabled');
      await openAll(page);
      if (name === 'phone') {
        await page.click('#compare');
        await page.waitForSelector('#pair [data-well]', { timeout: 90_000 });
      }
      await look('after a visitor, on a phone after a pair, too');
      assert.deepEqual(found, []);
    });

    test(`the desk on a ${name}, in ${lang}`, async (t) => {
      const { page } = await open(t, { at: `desk/?lang=${lang}`, device, waitFor: '[data-order="after"] li' });
      const { found, look } = looking(page);
      await look('no rule');
      await page.click('#ready-boost');
      await page.click('#ready-stock');
      await page.selectOption('#diversity', 'cap');
      await page.selectOption('#visitor', { index: 1 });
      await look('rules');
      assert.deepEqual(found, []);
    });
  }
}

const without = (pattern) => (page) => page.route(pattern, (route) => route.abort());
const TROUBLE = [
  ['the shop without an engine', '', without('**/*.wasm'), ['#/', '#/you', product], '[data-list="home"] [data-item]'],
  ['the shop without products', '', without('**/shop.catalogue.json'), ['#/'], '[role="alert"]'],
  ['the glass box without an engine', 'audit/', without('**/*.wasm'), [''], '#engine .verdict'],
  ['the desk without an engine', 'desk/', without('**/*.wasm'), [''], '.notice'],
];

for (const lang of ['en', 'fr']) {
  for (const [what, at, prepare, hashes, waitFor] of TROUBLE) {
    test(`${what}, in ${lang}`, async (t) => {
      const options = { at: `${at}?lang=${lang}`, device: DEVICES.phone, prepare, waitFor };
      const { page } = await open(t, options);
      const { found, look } = looking(page);
      for (const hash of hashes) {
        if (hash !== '') await go(page, hash);
        if (hash === product) await page.click('.why summary');
        await look(hash);
      }
      assert.deepEqual(found, []);
    });
  }
}
