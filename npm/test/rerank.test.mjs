/** The order is the visitor's: the same objects, each once, and the shop's own order where nothing is known. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, open, options, PRODUCTS, skus } from './shop.mjs';

test('a visitor of tools sees tools first, a visitor of toys sees toys first', async () => {
  for (const [seen, first] of [
    [['tool-saw', 'tool-hammer', 'tool-vice', 'tool-drill'], 'tool'],
    [['toy-bear', 'toy-kite', 'toy-train', 'toy-blocks'], 'toy'],
  ]) {
    const shop = await open();
    look(shop, ...seen);
    const { items, mode, reason } = shop.rerank(PRODUCTS, options);
    const top = skus(items.filter(({ sku }) => sku !== 'gift-voucher')).slice(0, 3);
    assert.ok(
      top.every((sku) => sku.startsWith(first)),
      top.join(),
    );
    assert.equal(mode, 'personal');
    assert.equal(reason, 'enough_events');
  }
});

test('what comes out is a permutation of the very objects that went in', async () => {
  const shop = await open();
  look(shop, 'toy-bear');
  const before = structuredClone(PRODUCTS);
  const { items } = shop.rerank(PRODUCTS, options);
  assert.notEqual(items, PRODUCTS);
  assert.equal(items.length, PRODUCTS.length);
  assert.deepEqual(new Set(items), new Set(PRODUCTS));
  assert.deepEqual(PRODUCTS, before, 'the input is untouched');
});

test('an id that the model does not know, or that is no id at all, keeps its place', async () => {
  const shop = await open();
  look(shop, 'tool-saw', 'tool-drill', 'tool-vice');
  const odd = ['toy-kite', 42, null, undefined, '\ud800', '', 'tool-saw'].map((sku) => ({ sku }));
  const { items } = shop.rerank(odd, options);
  assert.deepEqual(skus(items).slice(1, 6), [42, null, undefined, '\ud800', '']);
  assert.equal(items[0].sku, 'tool-saw');
});

test('a product that is listed twice comes out twice', async () => {
  const shop = await open();
  look(shop, 'tool-saw');
  const twice = [PRODUCTS[0], PRODUCTS[1], PRODUCTS[0], PRODUCTS[1]];
  const { items } = shop.rerank(twice, options);
  assert.equal(items.filter((item) => item === PRODUCTS[0]).length, 2);
  assert.equal(items.filter((item) => item === PRODUCTS[1]).length, 2);
});

test('what is out of stock never rises', async () => {
  const shop = await open();
  look(shop, 'tool-saw', 'tool-drill', 'tool-vice', 'tool-hammer');
  const gone = new Set(['tool-vice']);
  const { items } = shop.rerank(PRODUCTS, { ...options, inStock: ({ sku }) => !gone.has(sku) });
  const place = (list) => skus(list).indexOf('tool-vice');
  assert.ok(place(items) >= place(PRODUCTS), skus(items).join());
});

test('strength 0 is the order of the shop', async () => {
  const shop = await open();
  look(shop, 'tool-saw', 'tool-drill');
  assert.deepEqual(shop.rerank(PRODUCTS, { ...options, strength: 0 }).items, PRODUCTS);
});

test('lists of none and of one come back as they are', async () => {
  const shop = await open();
  look(shop, 'tool-saw');
  assert.deepEqual(shop.rerank([], options).items, []);
  assert.deepEqual(shop.rerank([PRODUCTS[2]], options).items, [PRODUCTS[2]]);
});

test('what the caller throws from its own functions comes through unchanged', async () => {
  const shop = await open();
  const own = new RangeError('mine');
  const id = () => {
    throw own;
  };
  assert.throws(
    () => shop.rerank(PRODUCTS, { id }),
    (error) => error === own,
  );
  assert.equal(shop.status.code, 'ready');
});
