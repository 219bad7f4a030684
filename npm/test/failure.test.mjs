/** Failing well: a mistake in a call is a real Error with a stable code, a missing model leaves the page as it is. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { EtalageError, Personalizer } from 'etalage';
import { look, modelBytes, open, options, PRODUCTS } from './shop.mjs';

/** The codes as they are declared. */
const DECLARED = await readFile(new URL('../dist/errors.d.ts', import.meta.url), 'utf8');
const CODES = [...DECLARED.matchAll(/'([a-z_]+)'/g)].map(([, code]) => code);

/** Expects a call to throw our error with this code. */
function refuses(code, call) {
  assert.throws(call, (error) => {
    assert.ok(error instanceof EtalageError && error instanceof Error, String(error));
    assert.equal(error.code, code, error.message);
    assert.ok(CODES.includes(error.code));
    return true;
  });
}

test('a mistake in a call is refused with its code, and harms nothing', async () => {
  const shop = await open();
  look(shop, 'toy-bear');
  const before = shop.rerank(PRODUCTS, options);
  for (const timestamp of [Number.NaN, Number.POSITIVE_INFINITY, 1e300, -1e300, '2025', null]) {
    refuses('bad_time', () => shop.observe({ event: 'view_item', itemId: 'toy-bear', timestamp }));
  }
  for (const event of ['view_itme', '', undefined, null, 7, {}, '\ud800']) {
    refuses('unknown_event', () => shop.observe({ event, itemId: 'toy-bear' }));
  }
  for (const event of [undefined, null, 'view_item', 3]) refuses('unknown_event', () => shop.observe(event));
  for (const itemId of [undefined, null, 42, {}, ['toy-bear']]) {
    refuses('bad_id', () => shop.observe({ event: 'view_item', itemId }));
  }
  for (const strength of [-0.01, 1.01, Number.NaN, Number.POSITIVE_INFINITY, '1', null, {}]) {
    refuses('bad_strength', () => shop.rerank(PRODUCTS, { ...options, strength }));
  }
  for (const products of [undefined, null, 'toy-bear', { length: 1 }, 5]) {
    refuses('bad_products', () => shop.rerank(products, options));
  }
  for (const bad of [undefined, null, {}, { id: 'sku' }]) refuses('bad_id', () => shop.rerank(PRODUCTS, bad));
  for (const k of [-1, 0.5, Number.NaN, 2 ** 32, '3', undefined]) refuses('bad_k', () => shop.recommend(k));
  for (const consent of ['forever', 'PAGE', '', undefined, true]) {
    refuses('unsupported_consent', () => shop.setConsent(consent));
  }
  assert.equal(shop.consent, 'page');
  assert.deepEqual(shop.rerank(PRODUCTS, options), before);
  assert.equal(shop.explain(42), undefined);
});

test('bytes that are no whole model are refused with the code of the format', async () => {
  const bytes = await modelBytes();
  const changed = Uint8Array.from(bytes, (byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte));
  for (const [code, wrong] of [
    ['not_a_model', new Uint8Array()],
    ['not_a_model', new TextEncoder().encode('<!doctype html><title>Not found</title>')],
    ['truncated', bytes.subarray(0, bytes.length - 1)],
    ['corrupt', changed],
    ['bad_bytes', 'shop.etalage'],
    ['bad_bytes', undefined],
  ]) {
    await assert.rejects(Personalizer.fromBytes(wrong), (error) => {
      assert.ok(error instanceof EtalageError, String(error));
      assert.equal(error.code, code, error.message);
      return true;
    });
  }
  const view = new Uint8Array([0, ...bytes, 0]).subarray(1, bytes.length + 1);
  assert.equal((await Personalizer.fromBytes(view)).parameters().nItems, 8, 'a view into a larger buffer is fine');
  assert.equal((await Personalizer.fromBytes(new Uint8Array(bytes).buffer)).parameters().nItems, 8);
});

test('load never rejects: the order stays, and the status says why', async (t) => {
  const model = await modelBytes();
  const answers = {
    '/shop.etalage': [200, model],
    '/page.etalage': [200, '<!doctype html>'],
    '/cut.etalage': [200, model.subarray(0, 100)],
    '/broken.etalage': [500, 'no'],
  };
  const requests = [];
  const server = createServer(({ url, headers }, response) => {
    requests.push(headers);
    const [status, body] = answers[url] ?? [404, 'no'];
    response.writeHead(status).end(body);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => server.close());
  const at = (path) => `http://127.0.0.1:${server.address().port}${path}`;

  for (const [code, url, more] of [
    ['model_not_found', at('/nowhere.etalage')],
    ['model_http_error', at('/broken.etalage')],
    ['not_a_model', at('/page.etalage')],
    ['truncated', at('/cut.etalage')],
    ['model_unreachable', 'http://127.0.0.1:1/shop.etalage'],
    ['model_unreachable', 'no address'],
    ['model_unreachable', at('/shop.etalage'), { integrity: 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
    ['unsupported_consent', at('/shop.etalage'), { consent: 'forever' }],
    ['bad_option', at('/shop.etalage'), { keepDays: 31 }],
    ['bad_option', at('/shop.etalage'), { deadline: -1 }],
  ]) {
    const shop = await Personalizer.load(url, { consent: 'page', ...more });
    assert.equal(shop.status.code, code, shop.status.message);
    assert.equal(shop.status.mode, 'original');
    assert.ok(shop.status.message.length > 10);
    assert.equal(shop.observe({ event: 'view_item', itemId: 'toy-bear' }), false);
    assert.deepEqual(shop.rerank(PRODUCTS, options), { items: PRODUCTS, hidden: [], mode: 'original', reason: code });
    assert.equal(shop.parameters(), undefined);
    shop.setConsent('page');
    shop.erase();
    shop.dispose();
    assert.equal(shop.status.code, code, 'the first reason stays');
  }

  const shop = await Personalizer.load(new URL(at('/shop.etalage')), { consent: 'page' });
  assert.equal(shop.status.code, 'ready');
  assert.equal(shop.status.mode, 'popular');
  assert.ok(requests.every(({ cookie, referer }) => cookie === undefined && referer === undefined));
});

test('a disposed instance keeps the order of the shop, however often it is disposed of', async () => {
  const shop = await open();
  look(shop, 'toy-bear');
  shop[Symbol.dispose]();
  shop.dispose();
  assert.equal(shop.status.code, 'disposed');
  assert.deepEqual(shop.rerank(PRODUCTS, options).items, PRODUCTS);
  assert.deepEqual(shop.recommend(3), []);
  assert.equal(shop.explain('toy-bear'), undefined);
  shop.erase();
  const next = await open();
  look(next, 'toy-bear');
  assert.equal(next.profile().nEvents, 1, 'others are not concerned');
});
