/**
 * What a page asks of the network depends on its address and never on its visitor: twenty pairs of opposite visitors, one
 * who refused and one who was not asked yet cause the same requests in the same order, with the same headers, on every
 * kind of page.
 *
 * Four shops that were tampered with show that the comparison would notice.
 */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { withDots } from './dots.mjs';
import { browser, url as shopUrl } from './shop.mjs';
import { difference, histories, tampered, walk } from './traces.mjs';
import { catalogue } from './visitor.mjs';

const PAIRS = 20;
const CLICKS = 5;
/** How many visitors walk at a time. */
const LANES = 2;
/** How long the two without a history are listened to, in ms: what others might ask for late would be a difference. */
const PATIENCE = 1_000;

const { url, close } = await withDots(shopUrl);
after(close);

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
  search: '#/s/black',
  cart: '#/cart',
  checkout: '#/checkout',
  'what is known': '#/you',
  'nothing there': '#/nowhere',
  // Comes last, because to open it is an event.
  product: `#/p/${address(items[0].id)}`,
};
const LISTED = ['home', 'department', 'aisle', 'product', 'search'];

const told = await histories(
  browser,
  url,
  pairs.flat().map(({ ids }) => ids),
);

/** Gives what each of some visitors meets, who set out in turn. */
async function walked(visitors) {
  const found = [];
  let next = 0;
  const lane = async () => {
    for (let n = next++; n < visitors.length; n = next++) found[n] = await walk(browser, url, PAGES, visitors[n]);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return found;
}

const begin = performance.now();
const [refused, notAsked, ...others] = await walked([
  { storage: [{ name: 'amazing.choice', value: `off ${Date.now()}` }], quiet: PATIENCE },
  { quiet: PATIENCE },
  ...told.map((storage) => ({ storage })),
]);
const seconds = (performance.now() - begin) / 1_000;

for (const kind of Object.keys(PAGES)) {
  test(`${kind}: ${pairs.length} pairs of opposite visitors, one who refused and one who was not asked, ask for the same`, (t) => {
    assert.ok(pairs.length === PAIRS || items.length < 1_000, 'a catalogue of this size has enough aisles');
    t.diagnostic(
      `${refused[kind].requests.length} requests; all ${others.length + 2} walks took ${seconds.toFixed(0)} s`,
    );
    assert.ok(refused[kind].requests.length > 20, 'the ear hears requests');
    assert.equal(difference(refused[kind], notAsked[kind]), undefined, 'not asked, against refused');
    let different = 0;
    for (const [n, pair] of pairs.entries()) {
      const [first, second] = [others[2 * n][kind], others[2 * n + 1][kind]];
      const who = pair.map(({ path }) => path).join(' against ');
      assert.equal(difference(first, second), undefined, who);
      assert.equal(difference(refused[kind], first), undefined, `${who}, against a visitor who refused`);
      if (first.shown.join() !== second.shown.join()) different++;
    }
    // Otherwise nothing was compared: their orders must be their own.
    if (LISTED.includes(kind))
      assert.ok(different >= pairs.length * 0.8, `${different} of ${pairs.length} pairs saw different orders`);
  });
}

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
    // The front shows most shelves. One pair must do: the untouched shop showed no difference for any.
    const visits = told.slice(0, 2).map((storage) => walk(browser, url, { home: PAGES.home }, { storage, prepare }));
    const [first, second] = await Promise.all(visits);
    assert.notEqual(difference(first.home, second.home), undefined, 'no difference was seen');
  });
}
