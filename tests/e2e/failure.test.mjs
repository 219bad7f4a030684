/** When the engine or the model is missing, blocked or broken, the shop is simply the shop, and says why. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { order, status } from './browser.mjs';
import { open, url } from './shop.mjs';
import { catalogue } from './visitor.mjs';

const shopOrder = (await catalogue(url)).map(({ id }) => id);
const MODEL = '**/models/shop.etalage';
const WASM = '**/*.wasm';

/** Answers the page with a policy that forbids compiling WebAssembly. */
const forbidWasm = (page) =>
  page.route(url, async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    const policy = headers['content-security-policy'].replace("'wasm-unsafe-eval'", '');
    await route.fulfill({ response, headers: { ...headers, 'content-security-policy': policy } });
  });

/** Answers the model with one byte of it changed. */
const corrupt = (page) =>
  page.route(MODEL, async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length >> 1] ^= 0x10;
    await route.fulfill({ response, body });
  });

const answer = (pattern, options) => (page) => page.route(pattern, (route) => route.fulfill(options));

for (const [what, code, prepare] of [
  ['the model is not there', 'model_not_found', answer(MODEL, { status: 404, body: 'no' })],
  ['the server of the model is ill', 'model_http_error', answer(MODEL, { status: 503, body: 'no' })],
  ['the model is an error page', 'not_a_model', answer(MODEL, { contentType: 'text/html', body: '<!doctype html>' })],
  ['the model is corrupt', 'corrupt', corrupt],
  ['the model is unreachable', 'model_unreachable', (page) => page.route(MODEL, (route) => route.abort())],
  ['the wasm is unreachable', 'wasm_unreachable', (page) => page.route(WASM, (route) => route.abort())],
  ['the wasm is not there', 'wasm_unreachable', answer(WASM, { status: 404, body: 'no' })],
  ['the wasm is no wasm', 'wasm_unreachable', answer(WASM, { contentType: 'application/wasm', body: 'no' })],
  ['the policy forbids wasm', 'wasm_blocked', forbidWasm],
  [
    'the browser has no wasm',
    'wasm_unavailable',
    (page) => page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly')),
  ],
]) {
  test(`${what}: the order of the shop, and the status ${code}`, async (t) => {
    const { page, consoleErrors, uncaught } = await open(t, { prepare });
    assert.equal(await status(page), code);
    const shown = await order(page);
    assert.deepEqual(shown, shopOrder.slice(0, shown.length));
    assert.ok(await page.isDisabled('#consent'), 'nobody is asked for what cannot be given');
    assert.match(await page.textContent('#bar-status'), new RegExp(code));
    await page.click('[data-list="home"] .card-link >> nth=1');
    await page.waitForSelector(`[data-product="${shopOrder[1]}"]`);
    assert.deepEqual(uncaught, []);
    // The browser itself complains about what it could not fetch or compile; the shop does not.
    assert.deepEqual(
      consoleErrors.filter(
        (text) =>
          !/Failed to load resource|Content Security Policy|SRI's integrity checks failed|find a valid digest/.test(
            text,
          ),
      ),
      [],
    );
  });
}

test('a wasm served under the wrong media type still works', async (t) => {
  const prepare = (page) =>
    page.route(WASM, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'application/octet-stream' } });
    });
  const { page, uncaught } = await open(t, { prepare });
  assert.equal(await status(page), 'consent_off');
  assert.deepEqual(uncaught, []);
});
