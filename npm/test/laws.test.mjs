/** The laws of an order hold for whatever a page and a visitor do: 10,000 cases each, and a million calls for the memory. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Personalizer } from 'etalage';
import fc from 'fast-check';
import { withSection } from './model-file.mjs';

const CASES = 10_000;
const NOW = 1_764_322_267_000;
const MODEL = new URL('../../tests/fixtures/toys_and_tools.v3.etalage', import.meta.url);
const KNOWN = ['toy-bear', 'toy-blocks', 'toy-kite', 'toy-train', 'tool-drill', 'tool-hammer', 'tool-saw', 'tool-vice'];

const bytes = await readFile(MODEL);
const shop = await Personalizer.fromBytes(bytes, { consent: 'page' });
const fresh = await Personalizer.fromBytes(bytes, { consent: 'page' });
assert.deepEqual(new Set(KNOWN.filter((itemId) => shop.explain(itemId) !== undefined)), new Set(KNOWN));

const itemId = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...KNOWN) },
  fc.constantFrom('gift-voucher', '', '\ud800', null, 7),
);
const products = fc.array(
  fc.record(
    {
      sku: itemId,
      price: fc.double({ noNaN: true }),
      stock: fc.nat(2),
      tags: fc.array(fc.string(), { maxLength: 2 }),
    },
    { noNullPrototype: true },
  ),
  { maxLength: 24 },
);
const event = fc.record({
  event: fc.constantFrom('view_item', 'select_item', 'add_to_wishlist', 'add_to_cart', 'remove_from_cart', 'purchase'),
  itemId: fc.constantFrom(...KNOWN, 'gift-voucher'),
  timestamp: fc.integer({ min: NOW - 86_400_000, max: NOW }),
});
const events = fc.array(event, { maxLength: 12 });
const strength = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));

const id = ({ sku }) => sku;
const inStock = ({ stock }) => stock > 0;

/** Lets a visitor who was never here do this. */
function visit(personalizer, did) {
  personalizer.erase();
  for (const one of did) personalizer.observe(one);
}

/** Asserts a law for 10,000 cases. */
const law = (name, arbitraries, holds) =>
  test(name, () => fc.assert(fc.property(...arbitraries, holds), { numRuns: CASES }));

/** Gives everything that a visitor can see of an instance. */
const visible = (personalizer, page) => ({
  status: personalizer.status,
  profile: personalizer.profile(),
  order: personalizer.rerank(page, { id, inStock }).items,
  best: personalizer.recommend(8),
  why: personalizer.explain('toy-bear'),
  text: personalizer.exportProfile(),
});

law(
  'a permutation: the very objects, each as often as it came, and not a field of theirs changed',
  [events, products, strength],
  (did, page, far) => {
    visit(shop, did);
    const before = structuredClone(page);
    const { items } = shop.rerank(page, { id, inStock, strength: far });
    assert.notEqual(items, page);
    assert.equal(items.length, page.length);
    const left = new Map();
    for (const product of page) left.set(product, (left.get(product) ?? 0) + 1);
    for (const item of items) left.set(item, (left.get(item) ?? Number.NaN) - 1);
    assert.ok([...left.values()].every((n) => n === 0));
    assert.deepEqual(page, before, 'prices, and all the rest');
  },
);

law('the same objects twice come out twice', [events, products], (did, page) => {
  visit(shop, did);
  const twice = [...page, ...page];
  const { items } = shop.rerank(twice, { id });
  for (const product of page)
    assert.equal(items.filter((item) => item === product).length, twice.filter((item) => item === product).length);
});

law('candidates that were read once come out as if read each time', [events, products, strength], (did, page, far) => {
  const candidates = shop.candidates(page, { id, inStock });
  visit(shop, did);
  assert.deepEqual(shop.rerank(candidates, { strength: far }), shop.rerank(page, { id, inStock, strength: far }));
});

law('off, and strength 0, are the order that came in', [events, products], (did, page) => {
  visit(shop, did);
  const untouched = (items) =>
    items.length === page.length && items.every((item, index) => Object.is(item, page[index]));
  assert.ok(untouched(shop.rerank(page, { id, inStock, strength: 0 }).items), 'strength 0');
  shop.setConsent('off');
  try {
    const { items, mode } = shop.rerank(page, { id, inStock });
    assert.ok(untouched(items), 'off');
    assert.equal(mode, 'original');
    assert.deepEqual(shop.recommend(3), []);
  } finally {
    shop.setConsent('page');
  }
});

law('what is out of stock never rises', [events, products, strength], (did, page, far) => {
  visit(shop, did);
  const { items } = shop.rerank(page, { id, inStock, strength: far });
  for (const [index, product] of page.entries()) {
    if (!inStock(product)) assert.ok(items.indexOf(product) >= index, `${id(product)} rose from ${index}`);
  }
});

const turned = await Personalizer.fromBytes(withPrivateLabelTurned(bytes), { consent: 'page' });

law(
  'the private label is neutral: turned around in the model, every order and every score stay',
  [events, products, strength],
  (did, page, far) => {
    visit(shop, did);
    visit(turned, did);
    assert.deepEqual(turned.rerank(page, { id, strength: far }), shop.rerank(page, { id, strength: far }));
    assert.deepEqual(turned.recommend(8), shop.recommend(8));
  },
);

law('erased means fresh', [events, products], (did, page) => {
  visit(shop, did);
  shop.erase();
  assert.deepEqual(visible(shop, page), visible(fresh, page));
});

law('the parts of an explanation sum exactly to the score', [events, fc.constantFrom(...KNOWN)], (did, item) => {
  visit(shop, did);
  const { score, contributions } = shop.explain(item);
  assert.equal(
    contributions.reduce((sum, { value }) => sum + value, 0),
    score,
  );
});

law('a profile that is taken along is the same elsewhere', [events, products], (did, page) => {
  visit(shop, did);
  const text = shop.exportProfile();
  visit(turned, []);
  assert.ok(turned.importProfile(text));
  assert.deepEqual(turned.profile(), shop.profile());
  assert.deepEqual(turned.rerank(page, { id }), shop.rerank(page, { id }));
  assert.equal(turned.exportProfile(), text);
});

law(
  'a text that is no profile is refused, and changes nothing',
  [events, fc.oneof(fc.string(), fc.json())],
  (did, text) => {
    visit(shop, did);
    const before = shop.exportProfile();
    if (!shop.importProfile(text)) assert.equal(shop.exportProfile(), before);
  },
);

test('a million events and orders later the engine has not asked for more memory', async () => {
  const { instantiate } = WebAssembly;
  let memory;
  WebAssembly.instantiate = async (...given) => {
    const instance = await instantiate(...given);
    memory = instance.exports.memory;
    return instance;
  };
  const long = await Personalizer.fromBytes(bytes, { consent: 'page' });
  WebAssembly.instantiate = instantiate;
  const page = KNOWN.map((sku) => ({ sku }));
  const round = (calls) => {
    for (let n = 0; n < calls; n++) {
      long.observe({ event: 'view_item', itemId: KNOWN[n % KNOWN.length], timestamp: NOW + n });
      long.rerank(page, { id });
      if (n % 1_000 === 0) {
        long.explain(KNOWN[n % KNOWN.length]);
        long.profile();
        long.recommend(4);
        long.importProfile(long.exportProfile());
      }
    }
  };
  round(10_000);
  const warm = memory.buffer.byteLength;
  round(1_000_000);
  assert.equal(memory.buffer.byteLength, warm);
});

/** Turns the private-label flag of every item around. */
function withPrivateLabelTurned(model) {
  return withSection(model, 'ATTR', (body) => {
    assert.ok(body.length > 0, 'the model knows attributes');
    for (let flags = 5; flags < body.length; flags += 8) body[flags] ^= 1;
    return body;
  });
}
