/** What a merchandiser says is done, is told of in each explanation, and is gone with the rule. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EtalageError } from 'etalage';
import fc from 'fast-check';
import { look, open, options, PRODUCTS, skus } from './shop.mjs';

const DAY = 86_400_000;

/** Opens the shop for a visitor of tools. */
async function ofTools() {
  const shop = await open();
  look(shop, 'tool-saw', 'tool-drill', 'tool-vice', 'tool-hammer');
  return shop;
}

const order = (shop, ...rules) => shop.rerank(PRODUCTS, { ...options, rules: { rules } });

test('a boost lifts, a burial lowers, and both are parts of the score', async () => {
  const shop = await ofTools();
  const place = (items, sku) => skus(items).indexOf(sku);
  const plain = order(shop).items;
  for (const [action, sku, moved] of [
    ['boost', 'toy-train', (now, then) => now < then],
    ['bury', 'tool-saw', (now, then) => now > then],
  ]) {
    const { items, hidden } = order(shop, { name: 'Ours', action, by: 1, items: [sku] });
    assert.ok(moved(place(items, sku), place(plain, sku)), `${action}: ${skus(items)}`);
    assert.deepEqual(hidden, []);
    const { score, contributions } = shop.explain(sku);
    const told = contributions.filter(({ part }) => part === 'rule');
    assert.deepEqual(
      told.map(({ rule }) => rule),
      ['Ours'],
    );
    assert.ok(action === 'boost' ? told[0].value > 0 : told[0].value < 0);
    assert.equal(
      contributions.reduce((sum, { value }) => sum + value, 0),
      score,
    );
  }
  assert.deepEqual(order(shop).items, plain, 'and all is as before without them');
  assert.ok(shop.explain('toy-train').contributions.every(({ part }) => part !== 'rule'));
});

test('a pinned product stands in its slot, and the explanation says from where', async () => {
  const shop = await ofTools();
  const { items } = order(shop, { name: 'Front', action: 'pin', slot: 0, items: ['toy-train'] });
  assert.equal(items[0].sku, 'toy-train');
  assert.deepEqual(shop.explain('toy-train').notes, [{ what: 'pin', rule: 'Front', from: 5, to: 0 }]);
});

test('a hidden product is handed back apart: nothing is lost', async () => {
  const shop = await ofTools();
  const { items, hidden } = order(shop, { name: 'Recall', action: 'hide', items: ['tool-saw'] });
  assert.deepEqual(skus(hidden), ['tool-saw']);
  assert.deepEqual(new Set([...items, ...hidden]), new Set(PRODUCTS));
  assert.equal(items.length, PRODUCTS.length - 1);
  assert.equal(shop.explain('tool-saw').notes[0].what, 'hide');
});

test('rules have their time, their visitors and their campaign', async () => {
  const shop = await ofTools();
  const now = Date.now();
  const pin = { name: 'Front', action: 'pin', slot: 0, items: ['toy-train'] };
  const first = (rules) => shop.rerank(PRODUCTS, { ...options, rules }).items[0].sku;
  const plain = first(undefined);
  assert.equal(first({ rules: [{ ...pin, from: now - DAY, until: now + DAY }] }), 'toy-train');
  assert.equal(first({ rules: [{ ...pin, from: now + DAY }] }), plain);
  assert.equal(first({ rules: [{ ...pin, until: now - DAY }] }), plain);
  assert.equal(first({ rules: [{ ...pin, segments: ['Tools'] }] }), 'toy-train');
  assert.equal(first({ rules: [{ ...pin, segments: ['Toys'] }] }), plain);
  const { items: _items, ...campaign } = { ...pin, campaign: 'sale' };
  assert.equal(first({ campaigns: { sale: { items: ['toy-kite'] } }, rules: [campaign] }), 'toy-kite');
  assert.equal(first({ campaigns: { sale: { items: ['toy-kite'], until: now - DAY } }, rules: [campaign] }), plain);
});

test('a rule that cannot be followed is refused with its place, and harms nothing', async () => {
  const shop = await ofTools();
  const good = { name: 'a', action: 'boost', by: 0.1 };
  const before = order(shop, good);
  for (const [field, rules] of [
    ['rules', null],
    ['rules', {}],
    ['rules[0]', { rules: [null] }],
    ['rules[0].name', { rules: [{ action: 'hide' }] }],
    ['rules[1].action', { rules: [good, { name: 'b', action: 'lift' }] }],
    ['rules[0].items', { rules: [{ ...good, items: 'tool-saw' }] }],
    ['rules[0].campaign', { rules: [{ ...good, campaign: 'none' }] }],
    ['rules[0].brand', { rules: [{ ...good, brand: ['Lumen'] }] }],
    ['rules.rule', { rules: [], rule: [] }],
    ['campaigns.sale.brands', { rules: [], campaigns: { sale: { brands: ['Lumen'] } } }],
    ['diversity.most', { rules: [], diversity: { method: 'mmr', lambda: 0.5, first: 3, most: 2 } }],
    ['diversity.method', { rules: [], diversity: { method: 'random', first: 3 } }],
    ['by', { rules: [{ ...good, by: 7 }] }],
    ['by', { rules: [{ name: 'a', action: 'boost' }] }],
  ]) {
    assert.throws(
      () => shop.rerank(PRODUCTS, { ...options, rules }),
      (error) => {
        assert.ok(error instanceof EtalageError, String(error));
        assert.equal(error.code, 'bad_rules', error.message);
        assert.ok(error.message.includes(field), `${field}: ${error.message}`);
        return true;
      },
    );
  }
  assert.deepEqual(order(shop, good), before);
  assert.equal(shop.status.code, 'ready');
});

test('with consent off no rule counts: the order is the one that came in', async () => {
  const shop = await ofTools();
  shop.setConsent('off');
  const { items, hidden } = order(shop, { name: 'Recall', action: 'hide', items: ['tool-saw'] });
  assert.deepEqual([items, hidden], [PRODUCTS, []]);
});

test('under any rules nothing is lost, nothing doubled, and the parts sum to the score: 10,000 cases', async () => {
  const shop = await ofTools();
  const item = fc.constantFrom(...PRODUCTS.map(({ sku }) => sku), 'tool-hammer', 'nothing');
  const conditions = fc.record(
    {
      items: fc.array(item, { maxLength: 3 }),
      categories: fc.array(fc.constantFrom('Tools', 'Toys', 'None'), { maxLength: 2 }),
      brands: fc.array(fc.constantFrom('Amazing Basics', 'None'), { maxLength: 2 }),
      priceBands: fc.array(fc.nat(4), { maxLength: 2 }),
      privateLabel: fc.boolean(),
      segments: fc.array(fc.constantFrom('Tools', 'Toys'), { maxLength: 2 }),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
  const action = fc.oneof(
    fc.record({ action: fc.constantFrom('boost', 'bury'), by: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ action: fc.constant('pin'), slot: fc.nat(8) }),
    fc.record({ action: fc.constantFrom('hide', 'in_stock_first') }),
  );
  const rule = fc.tuple(fc.string(), action, conditions).map(([name, what, when]) => ({
    name: name.replaceAll('\0', ''),
    ...what,
    ...when,
  }));
  const diversity = fc.constantFrom(
    undefined,
    { method: 'cap', most: 1, first: 4, level: 1 },
    { method: 'mmr', lambda: 0.5, first: 4 },
  );
  fc.assert(
    fc.property(
      fc.array(rule, { maxLength: 5 }),
      diversity,
      fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
      (rules, alike, stock) => {
        const given = { rules, ...(alike === undefined ? {} : { diversity: alike }) };
        const inStock = (product) => stock[PRODUCTS.indexOf(product)];
        const { items, hidden } = shop.rerank(PRODUCTS, { ...options, inStock, rules: given });
        assert.equal(items.length + hidden.length, PRODUCTS.length);
        assert.deepEqual(new Set([...items, ...hidden]), new Set(PRODUCTS));
        const { score, contributions } = shop.explain('toy-bear');
        assert.equal(
          contributions.reduce((sum, { value }) => sum + value, 0),
          score,
        );
      },
    ),
    { numRuns: 10_000 },
  );
});
