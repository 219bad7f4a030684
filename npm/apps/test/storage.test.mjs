/**
 * What is remembered between pages is what the visitor allowed, for as long as was said; after a refusal, a withdrawal
 * and "forget me" nothing of ours is left, in any tab.
 */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { LOOKS, PRODUCTS } from '../shared/show.js';
import { browsing, pack } from './harness.mjs';
import { KEY, left, load, look, NOTHING, remembered, setConsent, visitor } from './visitor.mjs';

const DAY = 86_400_000;
const open = browsing();
before(() => pack());

/** Expects what is true soon, for what one tab tells another takes a moment. */
async function soon(page, condition, argument) {
  await page.waitForFunction(condition, argument, { timeout: 5_000 });
}

test('each grade remembers as far as it says, under one key', async (t) => {
  const { page, tab } = await visitor(t, open);
  for (const [grade, reload, other, local, session] of [
    ['page', 0, 0, [], []],
    ['memory', 4, 0, [], [KEY]],
    ['persistent', 4, 4, [KEY], []],
  ]) {
    await load(page, { consent: grade });
    await look(page);
    assert.equal(await remembered(page), 4, grade);
    assert.deepEqual(await left(page), { ...NOTHING, local, session }, grade);
    await page.reload();
    const status = await load(page, { consent: grade });
    assert.equal(status.storage, grade === 'page' ? 'unused' : 'kept', grade);
    assert.equal(await remembered(page), reload, `${grade}: after a reload`);
    const next = await tab();
    await load(next, { consent: grade });
    assert.equal(await remembered(next), other, `${grade}: in another tab`);
    await next.close();
    await page.evaluate(() => window.shop.erase());
    assert.deepEqual(await left(page), NOTHING);
  }
  assert.deepEqual(page.complaints, []);
});

test('nothing is left after a refusal, a withdrawal, "forget me" and lower grades', async (t) => {
  const { page } = await visitor(t, open);
  await load(page);
  await look(page);
  assert.deepEqual(await left(page), NOTHING, 'undecided');
  await setConsent(page, 'off');
  await look(page);
  assert.deepEqual(await left(page), NOTHING, 'refused');
  const after = async (what, change, expected) => {
    await setConsent(page, 'persistent');
    await look(page);
    assert.deepEqual((await left(page)).local, [KEY]);
    await change();
    assert.deepEqual(await left(page), expected ?? NOTHING, what);
    await page.reload();
    await load(page);
  };
  await after('withdrawn', () => setConsent(page, 'off'));
  await after('lowered to page', () => setConsent(page, 'page'));
  await after('lowered to memory', () => setConsent(page, 'memory'), { ...NOTHING, session: [KEY] });
  await after('erased', () => page.evaluate(() => window.shop.erase()));
  await after('refused when the next page loads', async () => {
    await page.reload();
    await load(page, { consent: 'off' });
  });
  await after('withdrawn where the model did not come', async () => {
    await page.reload();
    await page.evaluate(async () => {
      const { Personalizer } = await import('etalage');
      (await Personalizer.load('/nowhere.etalage')).setConsent('off');
    });
  });
  assert.deepEqual(
    page.complaints.filter((complaint) => !complaint.includes('404')),
    [],
  );
});

test('while nothing is decided, what an earlier page stored is neither read nor deleted', async (t) => {
  const { page } = await visitor(t, open);
  await load(page, { consent: 'persistent' });
  await look(page);
  await page.reload();
  await load(page);
  assert.equal(await remembered(page), 0);
  assert.deepEqual((await left(page)).local, [KEY]);
  await setConsent(page, 'persistent');
  assert.equal(await remembered(page), 4);
});

test('what is erased or withdrawn in one tab is gone from the others at once', async (t) => {
  const { page, tab } = await visitor(t, open);
  const other = await tab();
  for (const [grade, n] of [
    ['persistent', 4],
    ['page', 2],
  ]) {
    await load(page, { consent: grade });
    await load(other, { consent: grade });
    await look(page);
    if (grade === 'persistent') await soon(other, () => window.shop.profile().nEvents === 4);
    else await look(other, LOOKS.slice(2));
    assert.equal(await remembered(other), n);
    await page.evaluate(() => window.shop.erase());
    await soon(other, () => window.shop.profile().nEvents === 0);
    assert.equal(await other.evaluate(() => window.shop.consent), grade, 'what is allowed stays allowed');
    await look(other);
    await setConsent(page, 'off');
    await soon(other, () => window.shop.consent === 'off');
    assert.deepEqual(await left(other), NOTHING);
    const order = await other.evaluate(
      (products) => window.shop.rerank(products, { id: ({ sku }) => sku }).items.map(({ sku }) => sku),
      PRODUCTS,
    );
    assert.deepEqual(
      order,
      PRODUCTS.map(({ sku }) => sku),
    );
  }
  await load(page, { consent: 'persistent' });
  assert.equal(
    await other.evaluate(() => window.shop.consent),
    'off',
    'what is given in one tab is not taken by another',
  );
  assert.deepEqual([...page.complaints, ...other.complaints], []);
});

test('tabs without channels are kept in step by storage events', async (t) => {
  const { page, tab } = await visitor(t, open, {
    prepare: () => Reflect.deleteProperty(globalThis, 'BroadcastChannel'),
  });
  const other = await tab();
  await load(page, { consent: 'persistent' });
  await load(other, { consent: 'persistent' });
  await look(page);
  await soon(other, () => window.shop.profile().nEvents === 4);
  await page.evaluate(() => window.shop.erase());
  await soon(other, () => window.shop.profile().nEvents === 0);
  assert.deepEqual([...page.complaints, ...other.complaints], []);
});

test('what is stored counts for 7 days, or as many as were asked for, and not when the clock went back', async (t) => {
  const { page } = await visitor(t, open, {
    prepare: () => {
      const { now } = Date;
      Date.now = () => now() + Number(sessionStorage.getItem('clock') ?? 0);
    },
  });
  const setClock = (days) => page.evaluate((ms) => sessionStorage.setItem('clock', String(ms)), days * DAY);
  for (const [keepDays, days, expected] of [
    [undefined, 6.9, 4],
    [undefined, 7.1, 0],
    [30, 29.9, 4],
    [30, 30.1, 0],
    [1, 1.1, 0],
    [undefined, -0.5, 0],
    [undefined, -0.0001, 4],
  ]) {
    await setClock(0);
    await page.reload();
    await load(page, { consent: 'persistent', keepDays });
    await look(page);
    await setClock(days);
    await page.reload();
    await load(page, { consent: 'persistent', keepDays });
    assert.equal(await remembered(page), expected, `kept for ${keepDays} days, after ${days}`);
    assert.deepEqual((await left(page)).local, expected === 0 ? [] : [KEY]);
    await page.evaluate(() => window.shop.erase());
  }
  await setClock(0);
  await page.reload();
  await load(page, { consent: 'persistent' });
  await look(page);
  await setClock(8);
  assert.equal(await remembered(page), 0, 'in a tab that is open for longer, too');
  assert.deepEqual((await left(page)).local, []);
  assert.deepEqual(page.complaints, []);
});

test('Global Privacy Control keeps the grade off, unless the site says that the visitor chose otherwise', async (t) => {
  const { page } = await visitor(t, open, {
    prepare: () => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true }),
  });
  for (const consent of ['page', 'memory', 'persistent']) {
    const { code, mode } = await load(page, { consent });
    assert.deepEqual([code, mode], ['gpc', 'original']);
    await look(page);
    await setConsent(page, consent);
    await look(page);
    assert.deepEqual([await remembered(page), await page.evaluate(() => window.shop.consent)], [0, 'off']);
    assert.deepEqual(await left(page), NOTHING);
  }
  const { code } = await load(page, { consent: 'persistent', ignoreGlobalPrivacyControl: true });
  assert.equal(code, 'ready');
  await look(page);
  assert.equal(await remembered(page), 4);
});

test('the sealed build stores nothing and has no word for the places where it could', async (t) => {
  const { page } = await visitor(t, open);
  await load(page, { consent: 'page' }, 'etalage/sealed');
  await look(page);
  assert.deepEqual(await left(page), NOTHING);
  const text = await page.evaluate(async () => (await fetch('/etalage/sealed.js')).text());
  assert.doesNotMatch(text, /localStorage|sessionStorage|indexedDB|document\.cookie|caches/);
});

test('another key keeps two shops on one origin apart', async (t) => {
  const { page, tab } = await visitor(t, open);
  const other = await tab();
  await load(page, { consent: 'persistent', storageName: 'toys' });
  await load(other, { consent: 'persistent', storageName: 'tools' });
  await look(page);
  await look(other, ['toy-bear']);
  await page.evaluate(() => window.shop.erase());
  await other.waitForTimeout(100);
  assert.equal(await remembered(other), 1);
  assert.deepEqual((await left(page)).local, ['etalage:tools']);
});
