/** The window reacts to clicks, only as far as it may, only when the visitor is looking elsewhere, and forgets when told to. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { allow, choose, DEVICES, goHome, order, settled } from './browser.mjs';
import { open, url } from './shop.mjs';
import { catalogue, lookAround, lookAt, tastes } from './visitor.mjs';

const items = await catalogue(url);
const [taste, other] = tastes(items);
const shopOrder = items.map(({ id }) => id);
const GAMES = 'Entertainment > Console games';

const keys = (page) =>
  page.evaluate(() => [...Object.keys({ ...localStorage }), ...Object.keys({ ...sessionStorage })]);
const sentence = (page) => page.textContent('#bar-status');
const forYou = (page) => order(page, 'for-you');

test('the page opens in the order of the shop, without a complaint, and asks', async (t) => {
  const { page, consoleErrors, uncaught } = await open(t);
  const shown = await order(page);
  assert.deepEqual(shown, shopOrder.slice(0, shown.length));
  assert.deepEqual([consoleErrors, uncaught], [[], []]);
  assert.match(await sentence(page), /Nothing you do is remembered/);
  assert.ok(await page.isVisible('#banner'));
});

test('refusing is as easy as accepting: one press, the same size, the same height, nothing ticked', async (t) => {
  for (const device of Object.values(DEVICES)) {
    const { page } = await open(t, { device });
    const [no, yes] = await Promise.all(['#refuse', '#accept'].map((button) => page.locator(button).boundingBox()));
    assert.deepEqual([no.width, no.height, no.y], [yes.width, yes.height, yes.y]);
    const look = (button) =>
      page.$eval(button, (node) =>
        ['color', 'backgroundColor', 'fontSize', 'fontWeight'].map((key) => getComputedStyle(node)[key]),
      );
    assert.deepEqual(await look('#refuse'), await look('#accept'));
    await page.click('#grades');
    assert.equal(await page.locator('#dialog input:checked').count(), 0);
    await page.keyboard.press('Escape');
    await page.click('#refuse');
    assert.ok(await page.isHidden('#banner'));
    // The refusal is honoured on the next page, too, and it is the one thing that is kept.
    await page.reload();
    await page.waitForSelector('html[data-ready]', { state: 'attached' });
    assert.ok(await page.isHidden('#banner'));
    assert.deepEqual(await keys(page), ['amazing.choice']);
  }
});

for (const [name, device] of Object.entries(DEVICES)) {
  test(`on a ${name}, three console games put games first, the answer says why, and forgetting makes it a first visit`, async (t) => {
    const games = items.filter(({ category }) => category?.startsWith(GAMES));
    if (games.length < 10) return t.skip('this catalogue has no console games');
    const fresh = await open(t, { device });
    const face = (page) => page.evaluate(() => document.body.innerHTML);
    const first = await face(fresh.page);

    const { page } = await open(t, { device });
    await allow(page);
    await lookAround(page, { path: GAMES.split(' > ') }, items, 3);
    const gamesOnTop = (ids) => ids.slice(0, 7).filter((id) => games.some((game) => game.id === id));
    const shown = await forYou(page);
    assert.equal(gamesOnTop(await forYou(fresh.page)).length, 0);
    assert.equal(gamesOnTop(shown)[0], shown[0], 'a game is first');
    assert.ok(gamesOnTop(shown).length >= 4, `most of what a desktop shows are games: ${shown}`);
    await page.click('[data-list="for-you"] .ask >> nth=0');
    assert.match(await page.textContent('.mostly'), /your clicks on Console games/);
    assert.ok((await page.locator('#dialog .parts li').count()) >= 3);
    await page.keyboard.press('Escape');
    // That a product was looked at before counts as a click, not as popularity.
    await page.click('[data-list="for-you"] .card-link >> nth=0');
    await page.click('.why summary');
    assert.match(await page.textContent('.mostly'), /your clicks on Console games/);
    await goHome(page);

    await page.click('#forget');
    await settled(page);
    assert.deepEqual(await keys(page), []);
    assert.equal(await sentence(page), await sentence(fresh.page));
    await page.reload();
    await page.waitForSelector('html[data-ready]', { state: 'attached' });
    assert.equal(await face(page), first);
  });
}

test('clicks move what the visitor likes to the front', async (t) => {
  const { page, consoleErrors, uncaught } = await open(t);
  const before = await forYou(page);
  await allow(page);
  await lookAround(page, taste, items);
  const after = await forYou(page);
  const liked = (ids) => items.filter(({ id }) => ids.includes(id)).filter(taste.likes).length;
  assert.ok(liked(after.slice(0, 6)) > liked(before.slice(0, 6)), after.join());
  assert.equal(new Set(after).size, after.length);
  assert.match(await sentence(page), /Arranged after \d+ clicks/);
  assert.deepEqual([consoleErrors, uncaught], [[], []]);
});

test('without consent the same clicks change nothing', async (t) => {
  const { page } = await open(t);
  await page.click('#refuse');
  const before = await forYou(page);
  await lookAt(page, taste, items);
  assert.deepEqual(await forYou(page), before);
  await page.click('.strip a[href="#/you"]');
  assert.match(await page.textContent('.you'), /Nothing\./);
});

for (const [grade, reloaded, newTab] of [
  ['page', false, false],
  ['memory', true, false],
  ['persistent', true, true],
]) {
  test(`the grade "${grade}" remembers ${reloaded ? 'over' : 'not even over'} a reload, and ${newTab ? '' : 'not '}in another tab`, async (t) => {
    const { page, context } = await open(t);
    const before = await forYou(page);
    await choose(page, grade);
    await lookAt(page, taste, items);
    const after = await forYou(page);
    assert.notDeepEqual(after, before);
    await page.reload();
    await page.waitForSelector('html[data-ready]', { state: 'attached' });
    assert.deepEqual(await forYou(page), reloaded ? after : before);
    const tab = await context.newPage();
    await tab.goto(url);
    await tab.waitForSelector('html[data-ready]', { state: 'attached' });
    assert.deepEqual(await forYou(tab), newTab ? after : before);
    if (!newTab) return;
    // What is forgotten in one tab is gone from the other at once.
    await page.click('#forget');
    await tab.waitForFunction(() => !document.querySelector('#bar-status').textContent.includes('Arranged'));
    assert.deepEqual(await keys(tab), []);
  });
}

test('lowering the grade to nothing brings the order of the shop back and forgets', async (t) => {
  const { page } = await open(t);
  const before = await forYou(page);
  await allow(page);
  await lookAt(page, taste, items);
  assert.notDeepEqual(await forYou(page), before);
  await choose(page, 'off');
  assert.deepEqual(await forYou(page), before);
  await choose(page, 'page');
  assert.match(await sentence(page), /first click/);
});

test('an interest that is removed no longer counts', async (t) => {
  const { page } = await open(t);
  await allow(page);
  await lookAt(page, other, items);
  const single = await forYou(page);
  await lookAt(page, taste, items);
  assert.notDeepEqual(await forYou(page), single);
  await page.click('.strip a[href="#/you"]');
  await page.waitForSelector('.interest');
  while ((await page.locator('.interest').count()) > 0) {
    const paths = await page.locator('.interest h3').allTextContents();
    const wrong = paths.findIndex((path) => path.startsWith(taste.path.at(-1)));
    if (wrong < 0) break;
    await page.locator('.interest-head .quiet').nth(wrong).click();
  }
  assert.ok((await page.locator('.interest').count()) > 0, 'the other interest is still there to be seen');
  assert.match(await sentence(page), /Arranged after 5 clicks/);
  await goHome(page);
  assert.deepEqual(await forYou(page), single);
});

test('what is known can be taken along and given back', async (t) => {
  const { page } = await open(t);
  await allow(page);
  await lookAt(page, taste, items);
  const arranged = await forYou(page);
  await page.click('.strip a[href="#/you"]');
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
  const path = await file.path();
  const text = await readFile(path, 'utf8');
  const clicked = items.filter(({ id }) => text.includes(id));
  assert.ok(clicked.length >= 5 && clicked.every(taste.likes));

  const elsewhere = await open(t);
  await choose(elsewhere.page, 'page');
  await elsewhere.page.click('.strip a[href="#/you"]');
  await elsewhere.page.setInputFiles('#give-back', path);
  await elsewhere.page.waitForSelector('.clicks li');
  await goHome(elsewhere.page);
  assert.deepEqual(await forYou(elsewhere.page), arranged);
  await elsewhere.page.click('.strip a[href="#/you"]');
  await elsewhere.page.setInputFiles('#give-back', {
    name: 'no.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('{}'),
  });
  await elsewhere.page.waitForFunction(() =>
    document.querySelector('#announcer').textContent.includes('not taken over'),
  );
});

test('strength 0 is the order of the shop', async (t) => {
  const { page } = await open(t);
  const before = await forYou(page);
  await allow(page);
  await lookAt(page, taste, items);
  await page.click('.strip a[href="#/you"]');
  await page.fill('#strength', '0');
  await page.dispatchEvent('#strength', 'change');
  await goHome(page);
  assert.deepEqual(await forYou(page), before);
});

test('a click moves nothing under the hand of the visitor', async (t) => {
  const { page } = await open(t);
  await allow(page);
  const before = await forYou(page);
  for (const n of [3, 5]) await page.locator('[data-list="for-you"] .add:enabled').nth(n).click();
  assert.equal(await page.textContent('#cart-count'), '2');
  assert.deepEqual(await forYou(page), before);
  await page.click('.cart-link');
  await goHome(page);
  assert.notDeepEqual(await forYou(page), before);
});

test('a browser that sends Global Privacy Control is not asked, and is obeyed', async (t) => {
  const prepare = (page) =>
    page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
  const { page } = await open(t, { prepare });
  await choose(page, 'page').catch(() => undefined);
  await lookAt(page, taste, items);
  assert.match(await sentence(page), /Nothing you do is remembered|Global Privacy Control/);
  assert.deepEqual(await forYou(page), await forYou((await open(t)).page));
});

test('a pretend order empties the cart and thanks', async (t) => {
  const { page } = await open(t);
  await allow(page);
  await page.locator('[data-list="for-you"] .add:enabled').nth(1).click();
  await page.click('.cart-link');
  await page.getByRole('button', { name: /^One more of/ }).click();
  assert.equal(await page.textContent('#cart-count'), '2');
  await page.getByRole('link', { name: 'To the checkout' }).click();
  await page.getByRole('button', { name: /pretend order/ }).click();
  assert.match(await page.textContent('main'), /Thank you/);
  assert.equal(await page.textContent('#cart-count'), '0');
});

test('a search finds words with and without accents, in both languages', async (t) => {
  const { page } = await open(t);
  const find = async (question) => {
    await page.fill('#search', question);
    await page.press('#search', 'Enter');
    await page.locator('h1', { hasText: question }).waitFor();
    return order(page, 'search');
  };
  const word = items[0].name.split(' ').findLast((part) => part.length > 3 && /^[a-z]+$/i.test(part));
  const found = await find(word);
  assert.ok(found.includes(items[0].id) || found.length === 48, word);
  assert.deepEqual(await find(word.toUpperCase()), found);
  assert.deepEqual(await find([...word].join('\u0301')), found);
  assert.deepEqual(await find('xyzzy'), []);
  assert.match(await page.textContent('main'), /Nothing in the shop matches/);
});
