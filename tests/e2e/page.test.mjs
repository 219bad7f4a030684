/** The page stands still while it loads and while it is rearranged, and can be used without a mouse. */

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { allow, DESKTOP, goHome, PHONE } from './browser.mjs';
import { open, url } from './shop.mjs';
import { catalogue, lookAround, tastes } from './visitor.mjs';

const items = await catalogue(url);
const [taste] = tastes(items);
const shots = new URL('../../target/screenshots/', import.meta.url);

for (const [name, device] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`on a ${name} nothing shifts, and nothing is wider than the screen`, async (t) => {
    const { page } = await open(t, { device });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.equal(await wide(), 0);
    await allow(page);
    await lookAround(page, taste, items);
    assert.equal(await wide(), 0);
    await page.click('[data-list="home"] .card-link >> nth=0');
    assert.equal(await wide(), 0);
    const shift = await page.evaluate(
      () =>
        new Promise((done) => {
          let sum = 0;
          const observer = new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
          });
          observer.observe({ type: 'layout-shift', buffered: true });
          requestAnimationFrame(() => setTimeout(() => done(sum), 100));
        }),
    );
    assert.equal(shift, 0);
  });

  test(`on a ${name} the page is photographed before and after clicks`, async (t) => {
    await mkdir(shots, { recursive: true });
    const { page } = await open(t, { device });
    const shoot = (moment) => page.screenshot({ path: fileURLToPath(new URL(`${name}-${moment}.png`, shots)) });
    await shoot('1-before');
    await allow(page);
    await lookAround(page, taste, items);
    await shoot('2-after');
    await page.click('[data-list="home"] .card-link >> nth=0');
    await page.click('.why summary');
    await shoot('3-product');
    await page.click('.actions .button');
    await page.click('.cart-link');
    await shoot('4-cart');
    await page.click('a[href="#/you"]');
    await shoot('5-you');
  });
}

test('a visitor without a mouse reaches a product, comes back to it, and switches the window', async (t) => {
  const { page } = await open(t);
  const focused = () => page.evaluate(() => document.activeElement.getAttribute('href') ?? document.activeElement.id);
  await page.keyboard.press('Tab');
  assert.equal(await focused(), '#main');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const first = `#/p/${encodeURIComponent(items[0].id)}`;
  assert.equal(await focused(), first);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-product]');
  assert.equal(await focused(), 'main');
  await page.goBack();
  await page.waitForSelector('[data-list="home"]');
  assert.equal(await focused(), first);
  await page.focus('#consent');
  await page.keyboard.press('Space');
  assert.equal(await page.getAttribute('#consent', 'aria-checked'), 'true');
});

test('an address leads to what it names, and one that names nothing says so', async (t) => {
  const { page, uncaught } = await open(t);
  for (const [address, heading] of [
    [`#/p/${encodeURIComponent(items[3].id)}`, null],
    ['#/p/nothing', /empty/],
    ['#/c/No/Such/Aisle', /empty/],
    ['#/c', /empty/],
    ['#/constructor', /empty/],
    ['#/%ff', /empty/],
    ['#/cart', /cart/],
  ]) {
    await page.goto(url + address);
    if (heading === null) await page.waitForSelector(`[data-product="${items[3].id}"]`);
    else await page.locator('h1', { hasText: heading }).waitFor({ timeout: 2_000 });
  }
  await goHome(page);
  assert.deepEqual(uncaught, []);
});
