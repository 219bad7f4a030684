/** The page stands still while it loads and while it is rearranged, speaks two languages, and can be used without a mouse. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allow, choose, DEVICES, goHome, order, settled } from './browser.mjs';
import { open, url } from './shop.mjs';
import { catalogue, lookAt, tastes } from './visitor.mjs';

const items = await catalogue(url);
const [taste] = tastes(items);
const product = `#/p/${encodeURIComponent(items[3].id)}`;

/** Counts every shift of the layout from the very beginning, those after a press of a key or button too. */
const countShifts = (page) =>
  page.addInitScript(() => {
    globalThis.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.shifted += entry.hadRecentInput ? 0 : entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
const shifted = (page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(globalThis.shifted), 100))),
  );

for (const [name, device] of Object.entries(DEVICES)) {
  test(`on a ${name} nothing shifts, and nothing is wider than the screen`, async (t) => {
    const { page } = await open(t, { device, prepare: countShifts });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.equal(await wide(), 0);
    await allow(page);
    await lookAt(page, taste, items);
    assert.equal(await wide(), 0);
    // The visitor comes back: the order is the visitor's own from the first paint.
    for (const at of [
      '',
      product,
      `#/c/${items[0].category?.split(' > ').map(encodeURIComponent).join('/')}`,
      '#/you',
      '#/cart',
    ]) {
      await page.goto('about:blank');
      await page.goto(url + at);
      await page.waitForSelector('html[data-ready]', { state: 'attached' });
      assert.equal(await wide(), 0, at);
      assert.equal(await shifted(page), 0, at);
    }
  });
}

/** Writes down every animation that the page begins: on a slow machine it may be over before one can look. */
const watchMoves = (page) =>
  page.addInitScript(() => {
    globalThis.moves = [];
    const { animate } = Element.prototype;
    Element.prototype.animate = function (frames, options) {
      globalThis.moves.push({ duration: options.duration, changes: frames.flatMap((frame) => Object.keys(frame)) });
      return animate.call(this, frames, options);
    };
  });

test('a change of order is a move by transforms of less than 200 ms, or none where motion is not wanted', async (t) => {
  for (const [reducedMotion, moves] of [
    ['no-preference', true],
    ['reduce', false],
  ]) {
    const { page } = await open(t, { context: { reducedMotion }, prepare: watchMoves });
    await allow(page);
    await lookAt(page, taste, items);
    await choose(page, 'off');
    const seen = await page.evaluate(() => globalThis.moves);
    assert.equal(seen.length > 0, moves);
    for (const { duration, changes } of seen) {
      assert.ok(duration < 200);
      assert.ok(changes.every((key) => key === 'transform' || key === 'opacity'));
    }
    await settled(page);
  }
});

test('both languages say everything, and say it in their own words', async (t) => {
  const { page } = await open(t);
  const said = await page.evaluate(async () => {
    const found = {};
    for (const place of ['/texts', '/audit/texts', '/desk/texts']) {
      for (const language of ['en', 'fr']) {
        const shape = (value) =>
          typeof value === 'function'
            ? `function of ${value.length}`
            : typeof value === 'object'
              ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
              : typeof value;
        found[`${place} ${language}`] = shape((await import(`${place}/${language}.js`)).default);
      }
    }
    return found;
  });
  for (const place of ['/texts', '/audit/texts', '/desk/texts']) {
    assert.deepEqual(said[`${place} fr`], said[`${place} en`]);
  }
  await page.click('#language');
  assert.equal(await page.getAttribute('html', 'lang'), 'fr');
  assert.match(await page.textContent('#bar-status'), /Rien de ce que vous faites/);
  assert.match(await page.textContent('#banner'), /Non, merci/);
  assert.match(page.url(), /lang=fr/);
  await page.reload();
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  assert.equal(await page.getAttribute('html', 'lang'), 'fr');
  assert.match(await page.textContent('[data-list="home"] .card-price >> nth=0'), /\d,\d\d\s€/);
});

test('every module of the shop is asked for at once', async (t) => {
  const { page } = await open(t);
  const [ahead, loaded] = await page.evaluate(() => [
    [...document.querySelectorAll('link[rel="modulepreload"]')].map((link) => new URL(link.href).pathname),
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.endsWith('.js') && path !== '/main.js'),
  ]);
  assert.deepEqual([...new Set(loaded)].sort(), ahead.toSorted());
});

test('a visitor without a mouse reaches a product, comes back to it, answers the question and removes a click', async (t) => {
  const { page } = await open(t);
  const focused = () => page.evaluate(() => document.activeElement.getAttribute('href') ?? document.activeElement.id);
  await page.keyboard.press('Tab');
  assert.equal(await focused(), '#main');
  await page.keyboard.press('Enter');
  await page.locator('[data-list="for-you"] .card-link').first().focus();
  const first = await focused();
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-product]');
  assert.equal(await focused(), 'main');
  await page.goBack();
  await page.waitForSelector('[data-list="home"]');
  assert.equal(await focused(), first);
  await page.focus('#grades');
  await page.keyboard.press('Enter');
  assert.ok(await page.isVisible('#dialog'));
  await page.focus('#dialog input[value="off"]');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement.value), 'page');
  await page.keyboard.press('Enter');
  assert.ok(await page.isHidden('#dialog'));
  assert.equal(await focused(), 'consent');
  await page.locator('[data-list="for-you"] .ask').first().focus();
  await page.keyboard.press('Enter');
  assert.ok(await page.isVisible('#dialog'));
  await page.keyboard.press('Escape');
  assert.ok(await page.isHidden('#dialog'));
});

/** Runs in the page: marks what can be pressed, notes what the focus reaches of it, and gives how much there is. */
function watchFocus() {
  const group = (radio) => [...document.querySelectorAll(`input[type="radio"][name="${radio.name}"]`)];
  // Of a group of radio buttons the tab key reaches one; the arrow keys reach the others.
  const standsFor = (radio) => radio === (group(radio).find(({ checked }) => checked) ?? group(radio)[0]);
  const controls = [
    ...document.querySelectorAll('a[href], button:enabled, input, select, summary, [tabindex="0"]'),
  ].filter(
    (node) =>
      node.checkVisibility() &&
      node.tabIndex >= 0 &&
      node.closest('[inert], dialog:not([open])') === null &&
      (node.type !== 'radio' || standsFor(node)),
  );
  if (controls.some(({ tabIndex }) => tabIndex > 0)) throw new Error('a tab order of its own');
  globalThis.unreached = new Set(controls);
  document.addEventListener('focusin', ({ target }) => globalThis.unreached.delete(target));
  return controls.length;
}

for (const [where, at, waitFor] of [
  ['the front', '', '[data-list="home"] [data-item]'],
  ['a product', product, '[data-list="goes-with"] [data-item]'],
  ['a category', `#/c/${encodeURIComponent(items[0].category?.split(' > ')[0] ?? '')}`, 'main h1'],
  ['what is known', '#/you', '.grades'],
  ['the desk', 'desk/', '[data-order="after"] li'],
  ['the glass box', 'audit/', '#engine table'],
]) {
  test(`everything on ${where} that can be pressed is reached by the tab key, in the order in which it is written`, async (t) => {
    const { page } = await open(t, { at, waitFor });
    const controls = await page.evaluate(watchFocus);
    assert.ok(controls > 10, `${controls} controls`);
    const left = () => page.evaluate(() => [...globalThis.unreached].map((node) => node.outerHTML.slice(0, 200)));
    // Rows that scroll, and what is in a frame, are stops of their own.
    for (let pressed = 0; pressed < controls + 400 && (await left()).length > 0; pressed += 20) {
      for (let n = 0; n < 20; n++) await page.keyboard.press('Tab');
    }
    assert.deepEqual(await left(), []);
  });
}

test('an address leads to what it names, and one that names nothing says so', async (t) => {
  const { page, uncaught } = await open(t);
  for (const [address, heading] of [
    [product, null],
    ['#/p/nothing', /empty/],
    ['#/c/No/Such/Aisle', /empty/],
    ['#/c', /empty/],
    ['#/constructor', /empty/],
    ['#/%ff', /empty/],
    ['#/cart', /cart/],
    ['#/checkout', /Checkout/],
    ['#/s/', /Search/],
  ]) {
    await page.goto(url + address);
    if (heading === null) await page.waitForSelector(`[data-product="${items[3].id}"]`);
    else await page.locator('h1', { hasText: heading }).waitFor({ timeout: 2_000 });
  }
  await goHome(page);
  assert.ok((await order(page)).length > 0);
  assert.deepEqual(uncaught, []);
});
