/** What is remembered: only what was allowed, all of it visible, and nothing after it was erased. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Personalizer } from 'etalage';
import { look, modelBytes, open, options, PRODUCTS } from './shop.mjs';

/** Gives everything that a visitor can see of an instance. */
const visible = (shop) => ({
  status: shop.status,
  profile: shop.profile(),
  order: shop.rerank(PRODUCTS, options),
  best: shop.recommend(8),
  why: shop.explain('toy-bear'),
});

test('nothing is remembered and nothing moves before consent', async () => {
  const shop = await open('off');
  assert.equal(shop.observe({ event: 'purchase', itemId: 'toy-bear' }), false);
  assert.deepEqual(shop.rerank(PRODUCTS, options), {
    items: PRODUCTS,
    hidden: [],
    mode: 'original',
    reason: 'consent_off',
  });
  assert.deepEqual(shop.profile(), { events: [], nEvents: 0, segments: [], evidence: [], vector: [] });
  assert.deepEqual(shop.recommend(3), []);
  assert.equal(shop.explain('toy-bear'), undefined);
  assert.equal(shop.status.code, 'consent_off');
  shop.setConsent('page');
  assert.equal(shop.profile().nEvents, 0, 'what was done before does not count afterwards');
});

test('consent is off unless it is given', async () => {
  assert.equal((await Personalizer.fromBytes(await modelBytes())).consent, 'off');
});

test('the profile shows each event as it was', async () => {
  const shop = await open();
  assert.equal(shop.observe({ event: 'add_to_cart', itemId: 'toy-kite', timestamp: 1_764_322_267_000 }), true);
  const { events, nEvents, segments } = shop.profile();
  assert.deepEqual(events, [{ event: 'add_to_cart', itemId: 'toy-kite', at: 1_764_322_267_000 }]);
  assert.equal(nEvents, 1);
  const sum = segments.reduce((total, { probability }) => total + probability, 0);
  assert.ok(Math.abs(sum - 1) < 1e-6, `the shares sum to ${sum}`);
  assert.equal(segments[0].name, 'Toys');
});

test('an item that the model does not know changes nothing', async () => {
  const shop = await open();
  const before = visible(shop);
  for (const itemId of ['gift-voucher', '', '\udfff', 'toy-bear\ud800']) {
    assert.equal(shop.observe({ event: 'view_item', itemId }), false, JSON.stringify(itemId));
  }
  assert.deepEqual(visible(shop), before);
});

test('after erase the instance equals a fresh one', async () => {
  const [shop, fresh] = [await open(), await open()];
  look(shop, 'toy-bear', 'tool-saw', 'toy-kite');
  assert.notDeepEqual(visible(shop), visible(fresh));
  shop.erase();
  assert.deepEqual(visible(shop), visible(fresh));
});

test('lowering consent deletes', async () => {
  const [shop, fresh] = [await open(), await open()];
  look(shop, 'toy-bear', 'toy-kite');
  shop.setConsent('off');
  assert.deepEqual(shop.rerank(PRODUCTS, options).items, PRODUCTS);
  shop.setConsent('page');
  assert.deepEqual(visible(shop), visible(fresh));
});

test('the parts of an explanation sum exactly to the score', async () => {
  const shop = await open();
  look(shop, 'toy-bear', 'tool-saw', 'toy-kite', 'toy-bear');
  for (const itemId of ['toy-train', 'tool-saw', 'toy-bear']) {
    const { score, contributions } = shop.explain(itemId);
    const sum = contributions.reduce((total, { value }) => total + value, 0);
    assert.equal(sum, score, itemId);
    assert.ok(contributions.some(({ part }) => part === 'event'));
  }
});

test('recommendations are the best of the catalogue, without what is excluded', async () => {
  const shop = await open();
  look(shop, 'toy-bear', 'toy-kite', 'toy-train');
  const best = shop.recommend(4, { exclude: new Set(['toy-bear', 'gift-voucher']) });
  assert.equal(best.length, 4);
  assert.ok(best.every(({ itemId }) => itemId !== 'toy-bear'));
  assert.deepEqual(
    best.map(({ score }) => score),
    best.map(({ score }) => score).toSorted((a, b) => b - a),
  );
  assert.equal(shop.recommend(1_000).length, 8);
  assert.deepEqual(shop.recommend(0), []);
});

test('the model shows its card whether or not anything is allowed', async () => {
  const card = (await open('off')).parameters();
  assert.equal(card.name, 'Toys and tools');
  assert.equal(card.nItems, 8);
  assert.deepEqual(card.thresholds, { itemCustomers: 11, segmentCustomers: 50 });
  const bytes = Object.fromEntries(card.sections.map((section) => [section.id, section.bytes]));
  assert.equal(bytes.FACT, card.nItems * card.nFactors);
  assert.ok(card.sections.reduce((sum, section) => sum + section.bytes, 0) < card.bytes);
});
