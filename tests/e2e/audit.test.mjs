/** The glass box shows what is there: the imports of the bytes that run, the calls, the requests, the sums, two visitors. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { open, url } from './shop.mjs';
import { patched } from './wasm.mjs';

const ENGINE = '**/engine/etalage_bg.wasm';
const wasm = new Uint8Array(await (await fetch(new URL('etalage/engine/etalage_bg.wasm', url))).arrayBuffer());
const trueImports = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).map(({ name }) => name);

const openBox = (t, options = {}) => open(t, { at: 'audit/', waitFor: '#engine .verdict', ...options });
const importsShown = (page) =>
  page.$$eval('#engine .scroll td:first-child', (cells) => cells.map((cell) => cell.textContent));
const wells = (page, id) => page.$$eval(`#${id} [data-well]`, (nodes) => nodes.map((node) => node.dataset.well));

test('the imports are those of the bytes that run, each explained, and the hash is the one that the package demands', async (t) => {
  const { page, uncaught, consoleErrors } = await openBox(t);
  assert.deepEqual(await importsShown(page), trueImports);
  assert.deepEqual(await wells(page, 'engine'), ['true', 'true']);
  assert.equal(await page.locator('#engine .bad').count(), 0);
  assert.deepEqual([uncaught, consoleErrors], [[], []]);
});

test('an import that is added to the engine appears, in red, and so does the wrong hash', async (t) => {
  const body = Buffer.from(await patched(wasm, 'fetch'));
  const prepare = (page) => page.route(ENGINE, (route) => route.fulfill({ contentType: 'application/wasm', body }));
  const { page } = await openBox(t, { prepare });
  assert.deepEqual(await importsShown(page), [...trueImports, 'planted_fetch']);
  assert.deepEqual(await wells(page, 'engine'), ['false', 'false']);
  assert.match(await page.textContent('#engine .bad'), /NOT EXPLAINED/);
});

/** Gives the imports that the list does not explain, by the glass box's own reading of it. */
const unexplained = (page, bytes) =>
  page.evaluate(async (given) => {
    const { plainName } = await import('/audit/panels/engine.js');
    const list = await (await fetch('/audit/imports.json')).json();
    const module = await WebAssembly.compile(new Uint8Array(given));
    return WebAssembly.Module.imports(module)
      .map(({ name }) => name)
      .filter((name) => !Object.hasOwn(list, plainName(name)));
  }, Array.from(bytes));

test('the allow-list has every import of the engine, and would miss one that was added', async (t) => {
  const { page } = await openBox(t);
  assert.deepEqual(await unexplained(page, wasm), []);
  assert.deepEqual(await unexplained(page, await patched(wasm, 'fetch')), ['planted_fetch']);
});

test('a scripted visitor leaves events, a profile, an exact sum, and requests of known kinds, and all of it can be taken along', async (t) => {
  const { page, uncaught } = await openBox(t);
  await page.selectOption('#script', { index: 2 });
  await page.click('#run');
  await page.waitForSelector('#run:enabled');
  await page.waitForSelector('#profile table');
  const [events, evidence] = await page.$$eval('#profile tbody', (bodies) => bodies.map((body) => body.rows.length));
  assert.equal(events, 6, 'five looks, and one in the cart');
  assert.equal(await page.locator('#journal [data-call="visitor.observe"]').count(), events);
  assert.deepEqual(await wells(page, 'explain'), ['true']);
  assert.deepEqual(await wells(page, 'network'), ['true']);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
  const session = JSON.parse(await readFile(await download.path(), 'utf8'));
  // What the page shows is what the shop's own objects say.
  const frame = page.frame({ url: /#\/$/ });
  const known = await frame.evaluate(() => globalThis.glassBox.journal.objects.visitor.profile());
  assert.deepEqual(session.profile, JSON.parse(JSON.stringify(known)));
  assert.equal(evidence, known.evidence.length);
  assert.ok(evidence > 0 && known.evidence.every(({ confidence }) => confidence > 0));
  const vector = (await page.textContent('#profile .vector')).trim().split(' ').map(Number);
  assert.deepEqual(
    vector,
    known.vector.map((entry) => Number(entry.toFixed(3))),
  );
  assert.ok(vector.length > 0 && vector.some((entry) => entry !== 0), vector.join(' '));
  assert.deepEqual(
    session.engine.imports.map(({ name }) => name),
    trueImports,
  );
  const { score, contributions } = session.explain;
  assert.equal(
    contributions.reduce((sum, { value }) => sum + value, 0),
    score,
  );
  assert.ok(session.network.length > 100);
  assert.ok(session.journal.some(({ call }) => call === 'rerank'));
  assert.deepEqual(uncaught, []);
});

test('two visitors side by side ask for the same and see different orders', async (t) => {
  const { page } = await openBox(t);
  await page.click('#compare');
  await page.waitForSelector('#pair [data-well]', { timeout: 90_000 });
  assert.deepEqual(await wells(page, 'pair'), ['true']);
  const orders = await page.$$eval('#pair tbody td:last-child', (cells) => cells.map((cell) => cell.textContent));
  assert.equal(orders[0], 'different');
});

test('without an engine the glass box says so', async (t) => {
  const { page } = await openBox(t, { prepare: (page) => page.route(ENGINE, (route) => route.abort()) });
  assert.match(await page.textContent('#engine'), /No engine runs in the shop: wasm_unreachable/);
});

test('the shop writes nothing down for anyone but the glass box', async (t) => {
  const { page } = await open(t);
  assert.equal(await page.evaluate(() => globalThis.glassBox), undefined);
});
