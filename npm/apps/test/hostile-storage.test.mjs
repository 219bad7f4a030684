/** A browser that refuses to store, is full, or gives back what nobody here wrote is no trouble: the page remembers alone. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { browsing, pack } from './harness.mjs';
import { KEY, left, load, look, remembered, setConsent, visitor } from './visitor.mjs';

const open = browsing();
before(() => pack());

test('garbage, hostile profiles and those of other programs are deleted, and said so', async (t) => {
  const { page } = await visitor(t, open);
  await load(page, { consent: 'persistent' });
  await look(page);
  const stored = await page.evaluate(() => localStorage.getItem('etalage:profile'));
  const now = Date.now();
  const event = { event: 'view_item', itemId: 'toy-kite', at: 5 };
  const planted = (events, more) => JSON.stringify({ etalage: 1, at: now, events, ...more });
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
    stored.replaceAll('tool', '\u0000'),
    planted([event], { etalage: 2 }),
    planted([event], { at: undefined }),
    planted([event], { at: String(now) }),
    planted([event], { at: 1e300 }),
    planted(event),
    planted(['view_item']),
    planted([null]),
    planted(Array.from({ length: 257 }, () => event)),
    planted([event, { ...event, event: 'view_item_list' }]),
    planted([event, { ...event, event: 0 }]),
    planted([event, { ...event, itemId: 7 }]),
    planted([event, { ...event, itemId: ['toy-kite'] }]),
    planted([event, { ...event, at: 9e15 }]),
    planted([event, { ...event, at: '5' }]),
    planted([event, { ...event, at: null }]),
    planted([{ ...event, itemId: 'x'.repeat(600_000) }]),
    `${now} ${planted([event])}`,
    JSON.stringify([now, { etalage: 1, events: [event] }]),
    'x'.repeat(4_000_000),
    '['.repeat(100_000),
  ]) {
    await page.evaluate(([key, value]) => localStorage.setItem(key, value), [KEY, text]);
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
      const { page } = await visitor(t, open, { prepare });
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
  const { page } = await visitor(t, open);
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
  const { page } = await visitor(t, open, {
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
