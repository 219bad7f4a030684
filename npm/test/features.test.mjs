/** Public features are told as what they are, each kind by its name, and the model says how far it protects its customers. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Personalizer } from 'etalage';
import { withSection } from './model-file.mjs';
import { look, open } from './shop.mjs';

/** Each item's two words are its features, and count; ε is .7 and δ 1e-6: tests/format_document.rs. */
const FEATURED = await readFile(new URL('../../tests/fixtures/toys_and_tools.v3.etalage', import.meta.url));
const featured = (model = FEATURED, consent = 'page') => Personalizer.fromBytes(model, { consent });
const featuresOf = (shop, itemId) => shop.explain(itemId).contributions.filter(({ part }) => part === 'feature');

test('a word that an item shares with the session is a part of its score', async () => {
  const shop = await featured();
  look(shop, 'toy-kite', 'toy-bear');
  const { score, contributions } = shop.explain('toy-bear');
  const words = contributions.filter(({ part }) => part === 'feature');
  assert.deepEqual(words.map(({ kind, feature }) => `${kind} ${feature}`).toSorted(), ['word bear', 'word toy']);
  assert.ok(words.every(({ value }) => value > 0));
  assert.deepEqual(Object.keys(words[0]), ['part', 'kind', 'feature', 'value']);
  assert.equal(
    contributions.reduce((sum, { value }) => sum + value, 0),
    score,
  );
  assert.deepEqual(
    featuresOf(shop, 'toy-train').map(({ feature }) => feature),
    ['toy'],
  );
  assert.deepEqual(featuresOf(shop, 'tool-saw'), []);
});

test('each kind of feature has its name, and its text stays whole', async () => {
  for (const [letter, kind] of Object.entries({
    w: 'word',
    c: 'category',
    b: 'brand',
    f: 'family',
    p: 'price_band',
  })) {
    // Labels begin where a string table's offsets end, and are as long as before: "wtoy" becomes "ct>y".
    const shop = await featured(
      withSection(FEATURED, 'FEAT', (body) =>
        Buffer.from(body.toString('latin1').replace('wtoy', `${letter}t>y`), 'latin1'),
      ),
    );
    look(shop, 'toy-kite');
    assert.deepEqual(
      featuresOf(shop, 'toy-train').map(({ kind, feature }) => [kind, feature]),
      [[kind, 't>y']],
    );
  }
});

test('a model without features has none to tell', async () => {
  const shop = await open();
  look(shop, 'toy-kite');
  assert.deepEqual(featuresOf(shop, 'toy-bear'), []);
});

test('card and status say the tier as soon as there is a model, whatever is allowed', async () => {
  for (const consent of ['page', 'off']) {
    const shop = await featured(FEATURED, consent);
    const { tier, epsilon, delta, ...card } = shop.parameters();
    assert.deepEqual({ tier, epsilon, delta }, { tier: 'public', epsilon: 0.7, delta: 1e-6 });
    assert.ok(!('reason' in card));
    assert.equal(shop.status.tier, 'public');
    shop.dispose();
    assert.ok(!('tier' in shop.status));
  }
  const old = (await open()).parameters();
  assert.deepEqual([old.tier, old.epsilon, old.delta], ['unchecked', 0, 0], 'a file that claims nothing');
});

test('each tier has its name, and one that was not checked says why', async () => {
  // META ends with tier u8, reason (length u64, text), ε and δ.
  const of = (tier, reason) =>
    withSection(FEATURED, 'META', (body) => {
      const length = Buffer.alloc(9);
      length.writeUInt8(tier);
      length.writeBigUInt64LE(BigInt(Buffer.byteLength(reason)), 1);
      return Buffer.concat([body.subarray(0, -17), length, Buffer.from(reason), body.subarray(-8)]);
    });
  for (const [tier, name] of ['unchecked', 'learned', 'public'].entries()) {
    const shop = await featured(of(tier, ''));
    assert.deepEqual([shop.parameters().tier, shop.status.tier], [name, name]);
  }
  assert.equal(
    (await featured(of(0, 'essai interne : rien ne sort'))).parameters().reason,
    'essai interne : rien ne sort',
  );
  await assert.rejects(featured(of(3, '')), { code: 'bad_value', message: /tier.*found 3/ });
});
