/**
 * What is remembered between pages is what the visitor allowed, for as long as was said; after a refusal, a withdrawal
 * and "forget me" nothing of ours is left, in any tab. A browser that does not store is no trouble.
 */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { LOOKS, PRODUCTS } from '../shared/show.js';
import { browsing, here, MODEL, PACKAGE, pack, serve, watch } from './harness.mjs';

const KEY = 'etalage:profile';
const DAY = 86_400_000;
const open = browsing();
before(() => pack());

/** Opens the blank page of a new visitor, served with these headers, and gives a function that opens a further tab. */
async function visitor(t, { prepare, headers, ...options } = {}) {
  const places = { '/': here('shared'), '/etalage/': join(PACKAGE, 'dist'), '/shop.etalage': MODEL };
  const url = `${await serve(t, places, () => ({ headers }))}/blank.html`;
  const first = await open(t, options);
  if (prepare !== undefined) await first.context().addInitScript(prepare);
  await first.goto(url);
  const tab = async () => {
    const next = watch(await first.context().newPage());
    await next.goto(url);
    return next;
  };
  return { page: first, tab };
}

/** Loads the model in a page. */
const load = (page, options, entry = 'etalage') =>
  page.evaluate(
    async ([given, from]) => {
      const { Personalizer } = await import(from);
      window.shop = await Personalizer.load('/shop.etalage', { deadline: 20_000, ...given });
      return window.shop.status;
    },
    [options, entry],
  );

const look = (page, itemIds = LOOKS) =>
  page.evaluate((seen) => {
    for (const itemId of seen) window.shop.observe({ event: 'view_item', itemId });
  }, itemIds);

const remembered = (page) => page.evaluate(() => window.shop.profile().nEvents);
const setConsent = (page, grade) => page.evaluate((consent) => window.shop.setConsent(consent), grade);

/** Gives all that a site can leave in a browser. */
const left = async (page) => ({
  ...(await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }))),
  cookies: (await page.context().cookies()).map(({ name }) => name),
});
const NOTHING = { local: [], session: [], databases: [], caches: [], workers: 0, cookies: [] };

/** Expects what is true soon, for what one tab tells another takes a moment. */
async function soon(page, condition, argument) {
  await page.waitForFunction(condition, argument, { timeout: 5_000 });
}

test('each grade remembers as far as it says, under one key', async (t) => {
  const { page, tab } = await visitor(t);
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
  const { page } = await visitor(t);
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
  const { page } = await visitor(t);
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
  const { page, tab } = await visitor(t);
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
  const { page, tab } = await visitor(t, { prepare: () => Reflect.deleteProperty(globalThis, 'BroadcastChannel') });
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
  const { page } = await visitor(t, {
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

test('garbage, hostile profiles and those of other programs are deleted, and said so', async (t) => {
  const { page } = await visitor(t);
  await load(page, { consent: 'persistent' });
  await look(page);
  const stored = await page.evaluate(() => localStorage.getItem('etalage:profile'));
  const many = Array.from({ length: 100_000 }, () => ['view_item', 'toy-bear', 1]);
  for (const text of [
    '',
    'no',
    '{',
    'null',
    '[]',
    '{"__proto__":{"polluted":true}}',
    '\u0000\ud800',
    stored.slice(0, -2),
    `${stored}x`,
    stored.replaceAll('tool', '\\u0000'),
    JSON.stringify([Date.now(), JSON.stringify({ etalage: 1, events: many })]),
    JSON.stringify([Date.now(), JSON.stringify({ etalage: 1, events: [['purchase', 'toy-bear', 1e300]] })]),
    'x'.repeat(4_000_000),
    '['.repeat(100_000),
  ]) {
    await page.evaluate(([key, planted]) => localStorage.setItem(key, planted), [KEY, text]);
    await page.reload();
    const status = await load(page, { consent: 'persistent' });
    const what = text.slice(0, 60);
    assert.deepEqual([status.code, status.storage], ['ready', 'discarded'], what);
    assert.equal(await remembered(page), 0, what);
    assert.deepEqual((await left(page)).local, [], what);
    await look(page);
    assert.equal(await remembered(page), 4, what);
    assert.equal(await page.evaluate(() => ({}).polluted), undefined);
  }
  assert.deepEqual(page.complaints, []);
});

test('a browser that refuses or is full leaves the profile in the memory of the page', async (t) => {
  for (const [storage, prepare] of [
    [
      'blocked',
      () => {
        for (const area of ['localStorage', 'sessionStorage']) {
          Object.defineProperty(globalThis, area, {
            get() {
              throw new DOMException('The operation is insecure.', 'SecurityError');
            },
          });
        }
      },
    ],
    [
      'full',
      () => {
        Storage.prototype.setItem = () => {
          throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
        };
      },
    ],
  ]) {
    for (const consent of ['memory', 'persistent']) {
      const { page } = await visitor(t, { prepare });
      await load(page, { consent });
      await look(page);
      const { code, mode, storage: found } = await page.evaluate(() => window.shop.status);
      assert.deepEqual([code, mode, found], ['ready', 'personal', storage]);
      assert.equal(await remembered(page), 4);
      await page.evaluate(() => window.shop.erase());
      await setConsent(page, 'off');
      await setConsent(page, consent);
      assert.equal(await remembered(page), 0);
      assert.deepEqual(page.complaints, []);
    }
  }
});

test('storage that is truly full, up to its quota, is told apart and harms nothing', async (t) => {
  const { page } = await visitor(t);
  for (const [area, consent] of [
    ['sessionStorage', 'memory'],
    ['localStorage', 'persistent'],
  ]) {
    await page.evaluate((name) => {
      for (let size = 2 ** 22; size >= 1; size /= 2) {
        try {
          for (let n = 0; n < 9; n++) globalThis[name].setItem(`filler-${size}-${n}`, 'x'.repeat(size));
        } catch {
          // The next smaller one may still fit.
        }
      }
    }, area);
    await load(page, { consent });
    await look(page);
    assert.equal(await page.evaluate(() => window.shop.status.storage), 'full', area);
    assert.equal(await remembered(page), 4, area);
    await page.evaluate(() => window.shop.erase());
    const keys = await page.evaluate((name) => Object.keys(globalThis[name]), area);
    assert.ok(keys.length > 1 && keys.every((key) => key.startsWith('filler-')), keys.join());
  }
  assert.deepEqual(page.complaints, []);
});

test('in a sandboxed frame, where asking for storage throws, the visitor is remembered for the page', async (t) => {
  const { page } = await visitor(t, {
    headers: { 'content-security-policy': 'sandbox allow-scripts', 'access-control-allow-origin': '*' },
  });
  assert.equal(
    await page.evaluate(() => {
      try {
        return String(localStorage);
      } catch ({ name }) {
        return name;
      }
    }),
    'SecurityError',
  );
  for (const consent of ['memory', 'persistent']) {
    assert.equal((await load(page, { consent })).code, 'ready');
    await look(page);
    const { mode, storage } = await page.evaluate(() => window.shop.status);
    assert.deepEqual([mode, storage], ['personal', 'blocked'], consent);
    await page.evaluate(() => window.shop.erase());
    await setConsent(page, 'off');
    assert.equal(await remembered(page), 0);
  }
  assert.deepEqual(page.complaints, []);
});

test('Global Privacy Control keeps the grade off, unless the site says that the visitor chose otherwise', async (t) => {
  const { page } = await visitor(t, {
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
  const { page } = await visitor(t);
  await load(page, { consent: 'page' }, 'etalage/sealed');
  await look(page);
  assert.deepEqual(await left(page), NOTHING);
  const text = await page.evaluate(async () => (await fetch('/etalage/sealed.js')).text());
  assert.doesNotMatch(text, /localStorage|sessionStorage|indexedDB|document\.cookie|caches/);
});

test('another key keeps two shops on one origin apart', async (t) => {
  const { page, tab } = await visitor(t);
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
