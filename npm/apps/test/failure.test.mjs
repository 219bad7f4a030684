/**
 * When anything is missing, blocked, broken or late, the page keeps its own order, `status` says why with a stable code,
 * and nothing of ours is on the console.
 */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { LOOKS, PRODUCTS } from '../shared/show.js';
import { browsing, here, MODEL, PACKAGE, pack, serve } from './harness.mjs';

const POLICY = "default-src 'none'; script-src 'self' 'unsafe-inline'; connect-src 'self'; img-src data:";
const PAGE = '/blank.html';
const WASM = '/etalage/engine/etalage_bg.wasm';
const skus = PRODUCTS.map(({ sku }) => sku);

let model;
let wasm;

before(async () => {
  await pack();
  model = await readFile(MODEL);
  wasm = await readFile(join(PACKAGE, 'dist/engine/etalage_bg.wasm'));
});

/** Serves the blank page, where some addresses have other answers. */
const site = async (t, answers = {}) => {
  const places = { '/': here('shared'), '/etalage/': join(PACKAGE, 'dist'), '/shop.etalage': MODEL };
  return `${await serve(t, places, (path) => answers[path]?.())}${PAGE}`;
};

/** Loads the model in the page, lets a visitor of tools look around, and gives what is to be seen. */
const visit = (page, options = {}, entry = 'etalage') =>
  page.evaluate(
    async ({ options, entry, products, looks }) => {
      const { Personalizer } = await import(entry);
      const begin = performance.now();
      const shop = await Personalizer.load('/shop.etalage', { consent: 'page', deadline: 20_000, ...options });
      const waited = performance.now() - begin;
      window.shop = shop;
      for (const itemId of looks) shop.observe({ event: 'view_item', itemId });
      const { items, mode, reason } = shop.rerank(products, { id: ({ sku }) => sku });
      shop.recommend(3);
      shop.explain('toy-bear');
      shop.profile();
      shop.parameters();
      shop.exportProfile();
      return { order: items.map(({ sku }) => sku), mode, reason, status: shop.status, waited };
    },
    { options, entry, products: PRODUCTS, looks: LOOKS },
  );

/** What the browser itself says about what it could not fetch or compile. */
const theirs =
  /Failed to load resource|Fetch API cannot load|Content Security Policy|Failed to find a valid digest|net::ERR|SRI's integrity checks failed/;
const ours = (page) =>
  page.complaints.filter((complaint) => complaint.startsWith('uncaught') || !theirs.test(complaint));

async function expectOriginal(page, code, options, entry) {
  const seen = await visit(page, options, entry);
  assert.equal(seen.status.code, code, seen.status.message);
  assert.deepEqual([seen.status.mode, seen.mode, seen.reason], ['original', 'original', code]);
  assert.ok(seen.status.message.length > 10);
  assert.deepEqual(seen.order, skus);
  assert.deepEqual(ours(page), []);
  return seen;
}

/** A model file of a format that is not invented yet: the two version fields after the magic are raised. */
function newer(bytes) {
  const changed = Buffer.from(bytes);
  changed.writeUInt16LE(9, 8);
  changed.writeUInt16LE(9, 10);
  return changed;
}

/** A model file of which one byte was changed on the way. */
function corrupted(bytes) {
  const changed = Buffer.from(bytes);
  changed[changed.length >> 1] ^= 0x10;
  return changed;
}

/** Sends a beginning that never comes to its end, and breaks the line. */
const half = (response) => {
  response.write('\0asm', () => response.destroy());
};

/** Sends a beginning, and nothing more for as long as the test goes on. */
const stalled = (response) => {
  response.write('\0asm');
};

describe('in a browser that has all that is needed', () => {
  const open = browsing();

  const body = (make) => () => ({ body: make() });
  for (const [what, code, answers, options] of [
    ['the model is not there', 'model_not_found', { '/shop.etalage': () => ({ status: 404 }) }],
    ['the server of the model is ill', 'model_http_error', { '/shop.etalage': () => ({ status: 503 }) }],
    ['the model is an error page', 'not_a_model', { '/shop.etalage': body(() => '<!doctype html>') }],
    ['the model is truncated', 'truncated', { '/shop.etalage': body(() => model.subarray(0, model.length - 9)) }],
    ['the model is corrupt', 'corrupt', { '/shop.etalage': body(() => corrupted(model)) }],
    ['the model is of a newer format', 'newer_format', { '/shop.etalage': body(() => newer(model)) }],
    ['the model is another one', 'model_unreachable', {}, { integrity: `sha256-${'A'.repeat(43)}=` }],
    ['the line breaks midway through the model', 'model_unreachable', { '/shop.etalage': body(() => half) }],
    ['the wasm is not there', 'wasm_unreachable', { [WASM]: () => ({ status: 404 }) }],
    ['the line breaks midway through the wasm', 'wasm_unreachable', { [WASM]: body(() => half) }],
    ['the wasm is cut short', 'wasm_unreachable', { [WASM]: body(() => wasm.subarray(0, 5_000)) }],
    [
      'the wasm is a page',
      'wasm_unreachable',
      { [WASM]: () => ({ headers: { 'content-type': 'text/html' }, body: '<p>' }) },
    ],
    ['the policy forbids wasm', 'wasm_blocked', { [PAGE]: () => ({ headers: { 'content-security-policy': POLICY } }) }],
    [
      'the policy forbids to connect',
      'model_unreachable',
      {
        [PAGE]: () => ({
          headers: {
            'content-security-policy': POLICY.replace("connect-src 'self'", '').replace(
              'script-src',
              "script-src 'wasm-unsafe-eval'",
            ),
          },
        }),
      },
    ],
    ['an option cannot be followed', 'bad_option', {}, { keepDays: 31 }],
    ['a grade does not exist', 'unsupported_consent', {}, { consent: 'for ever' }],
  ]) {
    test(`${what}: ${code}`, async (t) => {
      const page = await open(t);
      await page.goto(await site(t, answers));
      await expectOriginal(page, code, options);
    });
  }

  test('there is no WebAssembly: wasm_unavailable', async (t) => {
    const page = await open(t);
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
    await page.goto(await site(t));
    await expectOriginal(page, 'wasm_unavailable');
  });

  test('the visitor goes offline: model_unreachable', async (t) => {
    const page = await open(t);
    await page.goto(await site(t));
    await page.evaluate(() => import('etalage'));
    await page.context().setOffline(true);
    await expectOriginal(page, 'model_unreachable');
  });

  test('the wrong media type costs time, and nothing else', async (t) => {
    const page = await open(t);
    await page.goto(await site(t, { [WASM]: () => ({ headers: { 'content-type': 'text/plain' } }) }));
    const { status, order } = await visit(page);
    assert.equal(status.code, 'ready', status.message);
    assert.match(order[0], /^tool/);
    assert.deepEqual(page.complaints, []);
  });

  test('the model is late: the page waits for the deadline and no longer, and stays as it is', async (t) => {
    const page = await open(t);
    const late = new Promise((arrive) => setTimeout(arrive, 1_200));
    await page.goto(await site(t, { '/shop.etalage': () => late }));
    const { waited } = await expectOriginal(page, 'deadline', { deadline: 200 });
    assert.ok(waited >= 190 && waited < 1_000, `${waited} ms`);
    await page.waitForTimeout(1_500);
    assert.equal(await page.evaluate(() => window.shop.status.code), 'deadline');
    assert.deepEqual(ours(page), []);
  });

  test('the deadline is a second, unless another is set', async (t) => {
    const page = await open(t);
    const late = new Promise((arrive) => setTimeout(arrive, 3_000));
    await page.goto(await site(t, { '/shop.etalage': () => late }));
    const { waited } = await expectOriginal(page, 'deadline', { deadline: undefined });
    assert.ok(waited >= 990 && waited < 2_500, `${waited} ms`);
  });

  for (const [what, address] of [
    ['model', '/shop.etalage'],
    ['wasm', WASM],
  ]) {
    test(`the ${what} begins to come and stalls: the deadline holds all the same`, async (t) => {
      const page = await open(t);
      await page.goto(await site(t, { [address]: () => ({ body: stalled }) }));
      const { waited } = await expectOriginal(page, 'deadline', { deadline: 300 });
      assert.ok(waited >= 290 && waited < 2_000, `${waited} ms`);
    });
  }

  test('the model is late and is adopted: what was observed meanwhile counts', async (t) => {
    const page = await open(t);
    const late = new Promise((arrive) => setTimeout(arrive, 900));
    await page.goto(await site(t, { '/shop.etalage': () => late }));
    await expectOriginal(page, 'deadline', { deadline: 100, late: 'adopt' });
    const first = await page.evaluate(
      (products) =>
        new Promise((arranged) => {
          window.shop.subscribe(() => arranged(window.shop.rerank(products, { id: ({ sku }) => sku }).items[0].sku));
        }),
      PRODUCTS,
    );
    assert.match(first, /^tool/);
    assert.deepEqual(await page.evaluate(() => [window.shop.status.code, window.shop.profile().nEvents]), ['ready', 4]);
    assert.deepEqual(ours(page), []);
  });

  test('the sealed build refuses to remember beyond the page', async (t) => {
    const page = await open(t);
    await page.goto(await site(t));
    for (const consent of ['memory', 'persistent']) {
      await expectOriginal(page, 'unsupported_consent', { consent }, 'etalage/sealed');
    }
    const { status, order } = await visit(page, {}, 'etalage/sealed');
    assert.equal(status.code, 'ready');
    assert.match(order[0], /^tool/);
  });

  /** Lets the function of the engine that `window.trapping` names trap, as many times as `window.traps` says. */
  const sabotage = (page, name) =>
    page.addInitScript((sabotaged) => {
      // (module (func (export "f") unreachable))
      const bytes = [
        0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11,
      ];
      const trap = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes))).exports.f;
      const { instantiate } = WebAssembly;
      window.instances = 0;
      window.traps = 0;
      window.trapping = sabotaged;
      WebAssembly.instantiate = async (...given) => {
        const instance = await instantiate(...given);
        window.instances++;
        const traps = (name) => name === window.trapping && window.traps-- > 0;
        const sound = Object.entries(instance.exports);
        if (!sound.some(([name]) => name === window.trapping))
          throw new Error(`the engine exports no ${window.trapping} to sabotage`);
        const wrapped = sound.map(([name, whole]) => [
          name,
          typeof whole === 'function' ? (...args) => (traps(name) ? trap() : whole(...args)) : whole,
        ]);
        return { exports: Object.fromEntries(wrapped) };
      };
    }, name);

  const arrangedAgain = (page) =>
    page.evaluate((products) => {
      const { items, reason } = window.shop.rerank(products, { id: ({ sku }) => sku });
      return { order: items.map(({ sku }) => sku), reason };
    }, PRODUCTS);

  test('the engine traps: the order of the shop for that call, then a fresh instance without the session', async (t) => {
    const page = await open(t);
    await sabotage(page, 'rerank');
    await page.goto(await site(t));
    const { order } = await visit(page, { consent: 'persistent' });
    assert.match(order[0], /^tool/);
    await page.evaluate(() => {
      window.traps = 1;
    });
    assert.deepEqual(await arrangedAgain(page), { order: skus, reason: 'engine_trapped' });
    assert.equal(await page.evaluate(() => localStorage.length), 0, 'what it trapped on may lie in what was stored');
    await page.waitForFunction(() => window.shop.status.code === 'ready');
    const fresh = await page.evaluate(() => [window.instances, window.shop.profile().nEvents, window.shop.status.mode]);
    assert.deepEqual(fresh, [2, 0, 'popular']);
    assert.match((await visit(page)).order[0], /^tool/);
    assert.deepEqual(page.complaints, []);
  });

  test('an engine that goes on trapping is not started for ever', async (t) => {
    const page = await open(t);
    await sabotage(page, 'rerank');
    await page.goto(await site(t));
    await visit(page);
    await page.evaluate(() => {
      window.traps = 1_000;
    });
    for (let n = 0; n < 8; n++) {
      assert.deepEqual((await arrangedAgain(page)).order, skus);
      await page.waitForTimeout(50);
    }
    assert.deepEqual(await page.evaluate(() => [window.instances, window.shop.status.code]), [4, 'engine_trapped']);
    assert.deepEqual(page.complaints, []);
  });

  test('whatever call the engine traps in, nothing is thrown, nothing is lost, and a fresh instance takes over', async (t) => {
    // What the glue calls for itself begins with two underscores; `open` has a test of its own, for no call of a page comes to it.
    const names = WebAssembly.Module.exports(await WebAssembly.compile(wasm))
      .filter(({ kind, name }) => kind === 'function' && !name.startsWith('__') && name !== 'open')
      .map(({ name }) => name);
    assert.ok(names.length > 10, names.join());
    const page = await open(t);
    await sabotage(page, 'rerank');
    await page.goto(await site(t));
    for (const name of names) {
      await visit(page, { consent: 'persistent' });
      const seen = await page.evaluate(
        ({ name, products }) => {
          const { shop } = window;
          const id = ({ sku }) => sku;
          const [text, before] = [shop.exportProfile(), window.instances];
          [window.trapping, window.traps] = [name, 1];
          const reranked = [];
          for (const call of [
            () => shop.observe({ event: 'view_item', itemId: 'toy-blocks' }),
            () => reranked.push(shop.rerank(products, { id })),
            () => reranked.push(shop.rerank(products, { id, rules: { rules: [{ name: 'Away', action: 'hide' }] } })),
            // All of the catalogue, of which some ids were never asked for.
            () => shop.recommend(8),
            () => shop.explain('toy-bear'),
            () => shop.profile(),
            () => shop.parameters(),
            () => shop.importProfile(text),
            () => shop.exportProfile(),
            () => shop.status,
            () => shop.setConsent('off'),
            () => shop.setConsent('persistent'),
            () => shop.erase(),
          ])
            call();
          const whole = reranked.every(({ items, hidden }) => new Set([...items, ...hidden]).size === products.length);
          return { whole, before, left: window.traps };
        },
        { name, products: PRODUCTS },
      );
      assert.equal(seen.left, 0, `${name}: the tour comes to it`);
      assert.ok(seen.whole, name);
      await page.waitForFunction(() => window.shop.status.code === 'ready');
      assert.equal(await page.evaluate(() => window.instances), seen.before + 1, `${name}: one fresh instance`);
      await page.evaluate(() => window.shop.dispose());
      await page.evaluate(() => localStorage.clear());
    }
    assert.deepEqual(page.complaints, []);
  });

  test('the engine traps on the model itself: engine_trapped', async (t) => {
    const page = await open(t);
    await sabotage(page, 'open');
    await page.addInitScript(() => {
      window.traps = 1_000;
    });
    await page.goto(await site(t));
    await expectOriginal(page, 'engine_trapped');
  });
});

describe('in a browser without 128-bit SIMD', () => {
  // V8 has SIMD for WebAssembly only where the processor has SSE 4.1.
  const open = browsing(['--js-flags=--no-enable-sse4-1 --no-enable-avx --no-enable-avx2 --no-enable-sse4-2']);

  test('simd_unavailable', async (t) => {
    const page = await open(t);
    await page.goto(await site(t));
    await expectOriginal(page, 'simd_unavailable');
  });
});
