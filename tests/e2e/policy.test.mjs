/**
 * The shop works under the policy that the README lists and nothing more, it goes on working when every connection is
 * forbidden after it has loaded, and what is planted inside it does not get out.
 */

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { choose, order, status } from './browser.mjs';
import { open, url } from './shop.mjs';
import { catalogue, lookAround, tastes } from './visitor.mjs';
import { patched } from './wasm.mjs';

const items = await catalogue(url);
const [taste] = tastes(items);

test('the policy allows this server, wasm and the import map, and nothing else', async () => {
  for (const page of ['', 'audit/', 'desk/']) {
    const policy = (await fetch(new URL(page, url))).headers.get('content-security-policy');
    const rules = Object.fromEntries(policy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]));
    const scripts = rules['script-src'].filter((source) => !source.startsWith("'sha256-"));
    assert.deepEqual(
      { ...rules, 'script-src': scripts },
      {
        'default-src': ["'none'"],
        'script-src': ["'self'", "'wasm-unsafe-eval'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'worker-src': ["'self'"],
        'frame-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'none'"],
        'frame-ancestors': ["'self'"],
      },
    );
  }
});

test('with connections forbidden after load, everything goes on working', async (t) => {
  const { page, consoleErrors, uncaught } = await open(t);
  await page.evaluate(() => {
    const meta = document.createElement('meta');
    meta.httpEquiv = 'content-security-policy';
    meta.content = "connect-src 'none'";
    document.head.append(meta);
  });
  assert.equal(
    await page.evaluate(() =>
      fetch('/rules.json').then(
        () => 'came',
        () => 'blocked',
      ),
    ),
    'blocked',
  );
  consoleErrors.length = 0;
  const before = await order(page, 'for-you');
  await choose(page, 'persistent');
  await lookAround(page, taste, items);
  assert.notDeepEqual(await order(page, 'for-you'), before);
  await page.click('[data-list="for-you"] .card-link >> nth=0');
  await page.waitForSelector('[data-list="goes-with"] [data-item]');
  await page.click('.buy');
  await page.click('.cart-link');
  await page.fill('#search', 'black');
  await page.press('#search', 'Enter');
  await page.click('#language');
  await page.click('#forget');
  assert.equal(await status(page), 'consent_off');
  assert.deepEqual([consoleErrors, uncaught], [[], []]);
});

/** Ten ways to tell another server something, each tried from a script of the page itself. */
const ATTEMPTS = {
  fetch: (to) => fetch(`${to}/fetch`, { mode: 'no-cors', method: 'POST', body: 'secret' }),
  'an old request': (to) => {
    const request = new XMLHttpRequest();
    request.open('GET', `${to}/xhr`);
    request.send();
  },
  'a beacon': (to) => navigator.sendBeacon(`${to}/beacon`, 'secret'),
  'a socket': (to) => new WebSocket(`${to.replace('http', 'ws')}/socket`),
  'a stream of events': (to) => new EventSource(`${to}/events`),
  'a picture': (to) => {
    new Image().src = `${to}/picture.gif?secret`;
  },
  'a script': (to) => document.head.append(Object.assign(document.createElement('script'), { src: `${to}/script.js` })),
  'a style': (to) => {
    document.body.style.backgroundImage = `url(${to}/style.png)`;
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${to}/style.css` }));
  },
  'a frame': (to) => document.body.append(Object.assign(document.createElement('iframe'), { src: `${to}/frame` })),
  'a form': (to) => {
    const form = Object.assign(document.createElement('form'), { action: `${to}/form`, method: 'post' });
    document.body.append(form);
    form.submit();
  },
  'a hint to fetch ahead': (to) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: `${to}/prefetch` })),
  'a worker': (to) => new Worker(`${to}/worker.js`),
};

test('what is planted in the page reaches no other server', async (t) => {
  const heard = [];
  const elsewhere = createServer((request, response) => {
    heard.push(request.url);
    response.setHeader('access-control-allow-origin', '*');
    response.end();
  });
  elsewhere.on('upgrade', (request, socket) => {
    heard.push(request.url);
    socket.destroy();
  });
  await new Promise((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  t.after(() => elsewhere.close());
  const to = `http://127.0.0.1:${elsewhere.address().port}`;
  await fetch(`${to}/heard`);
  assert.deepEqual(heard.splice(0), ['/heard'], 'the other server hears');

  assert.ok(Object.keys(ATTEMPTS).length >= 10);
  const { page } = await open(t);
  for (const attempt of Object.values(ATTEMPTS)) {
    // A promise that the policy breaks is as good as an exception.
    await page.evaluate(attempt, to).catch(() => undefined);
  }
  await page.waitForTimeout(500);
  assert.deepEqual(heard, []);
});

/** What an engine that was tampered with would ask the page for. */
const WISHES = [
  'fetch',
  'XMLHttpRequest',
  'sendBeacon',
  'WebSocket',
  'localStorage',
  'indexedDB',
  'document',
  'Date.now',
  'Math.random',
  'postMessage',
];

test('an engine that was tampered with gets nothing from the page but what it always had, and is not even started', async (t) => {
  const wasm = new Uint8Array(await (await fetch(new URL('etalage/engine/etalage_bg.wasm', url))).arrayBuffer());
  for (const wish of WISHES) {
    const body = Buffer.from(await patched(wasm, wish));
    const prepare = (page) =>
      page.route('**/*.wasm', (route) => route.fulfill({ contentType: 'application/wasm', body }));
    // The lightest page: which order is shown without an engine, failure.test.mjs asks.
    const { page, context, uncaught } = await open(t, { at: '#/nowhere', waitFor: 'main h1', prepare });
    assert.match(await status(page), /^wasm_/, wish);
    assert.deepEqual(uncaught, []);
    await context.close();
  }
  // Where the hash is not looked at, the engine cannot be started either: nobody gives it what it wishes for.
  const { page } = await open(t);
  const bytes = Array.from(await patched(wasm, 'fetch'));
  const outcome = await page.evaluate(async (given) => {
    const module = await WebAssembly.compile(new Uint8Array(given));
    const imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      imports[from] ??= {};
      if (!name.includes('planted')) imports[from][name] = () => {};
    }
    return WebAssembly.instantiate(module, imports).then(
      () => 'started',
      (error) => error.constructor.name,
    );
  }, bytes);
  assert.equal(outcome, 'LinkError');
});
