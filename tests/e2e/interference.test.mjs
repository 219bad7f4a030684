/**
 * What a page asks of the network depends on its address and never on its visitor: twenty pairs of opposite visitors, and
 * one with personalisation off, cause the same requests in the same order, with the same headers, on every kind of page.
 *
 * Two shops that were tampered with show that the comparison would notice.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, url } from './shop.mjs';
import { difference, histories, trace } from './traces.mjs';
import { catalogue } from './visitor.mjs';

const PAIRS = 20;
const CLICKS = 5;

const items = await catalogue(url);
const byAisle = new Map();
for (const { id, category, inStock } of items) {
  const ids = byAisle.get(category ?? '') ?? [];
  byAisle.set(category ?? '', ids);
  if (inStock && ids.length < CLICKS) ids.push(id);
}
const aisles = [...byAisle].map(([path, ids]) => ({ path, ids })).filter(({ ids }) => ids.length === CLICKS);
const half = Math.floor(aisles.length / 2);
const pairs = Array.from({ length: Math.min(PAIRS, half) }, (_, n) => [aisles[n], aisles[n + half]]);

const [department, ...below] = (items[0].category ?? '').split(' > ');
const address = (...path) => path.map(encodeURIComponent).join('/');
const PAGES = {
  home: '#/',
  department: `#/c/${address(department)}`,
  aisle: `#/c/${address(department, ...below)}`,
  product: `#/p/${address(items[0].id)}`,
  search: '#/s/black',
  cart: '#/cart',
  checkout: '#/checkout',
  'what is known': '#/you',
  'nothing there': '#/nowhere',
};

const told = await histories(
  browser,
  url,
  pairs.flat().map(({ ids }) => ids),
);
const stored = pairs.map((_, n) => [told[2 * n], told[2 * n + 1]]);

for (const [kind, at] of Object.entries(PAGES)) {
  test(`${kind}: ${pairs.length} pairs of opposite visitors, and one who refused, ask for the same`, async () => {
    assert.ok(pairs.length === PAIRS || items.length < 1_000, 'a catalogue of this size has enough aisles');
    const off = await trace(browser, url, at);
    assert.ok(off.requests.length > 20, 'the ear hears requests');
    let different = 0;
    for (const [n, [first, second]] of stored.entries()) {
      const traces = await Promise.all([first, second].map((storage) => trace(browser, url, at, { storage })));
      const who = pairs[n].map(({ path }) => path).join(' against ');
      assert.equal(difference(traces[0], traces[1]), undefined, who);
      assert.equal(difference(off, traces[0]), undefined, `${who}, against a visitor who refused`);
      if (traces[0].shown.join() !== traces[1].shown.join()) different++;
    }
    // Otherwise nothing was compared: their orders must be their own.
    const listed = ['home', 'department', 'aisle', 'product', 'search'].includes(kind);
    if (listed)
      assert.ok(different >= pairs.length * 0.8, `${different} of ${pairs.length} pairs saw different orders`);
  });
}

/** Serves one file of the shop changed in some places, which must be there. */
const tampered =
  (path, ...changes) =>
  (page) =>
    page.route(`**${path}`, async (route) => {
      const response = await route.fetch();
      let body = await response.text();
      for (const [from, to] of changes) {
        assert.ok(body.includes(from), `${path} still has the place that is tampered with: ${from}`);
        body = body.replace(from, to);
      }
      await route.fulfill({ response, body });
    });

const ORDER = 'const order = fixed ? candidates : shop.window.arrange(candidates);';

for (const [what, prepare] of [
  [
    'asks for pictures in the order of the ranking',
    tampered(
      '/views/shelf.js',
      ['new Map(candidates.map((item) => [item, pictureOf(item)]))', 'new Map()'],
      ['card(item, pictures.get(item), shop)', 'card(item, pictureOf(item), shop)'],
    ),
  ],
  [
    'puts the rank in a link',
    tampered('/views/shelf.js', [
      'order.slice(0, shown).map(cards)',
      "order.slice(0, shown).map((item, rank) => { const node = cards(item); node.querySelector('a').href += '?rank=' + rank; return node; })",
    ]),
  ],
  ['tells the data layer the rank', tampered('/views/shelf.js', [ORDER, `${ORDER} listed(name, order);`])],
  ['leaves the hurry to the browser', tampered('/views/picture.js', ["fetchpriority: 'high',", ''])],
]) {
  test(`a shop that ${what} is found out`, async () => {
    const found = [];
    for (const pair of stored.slice(0, 3)) {
      const traces = await Promise.all(pair.map((storage) => trace(browser, url, PAGES.home, { storage, prepare })));
      found.push(difference(...traces));
    }
    assert.ok(
      found.every((words) => words !== undefined),
      'no difference was seen',
    );
  });
}
