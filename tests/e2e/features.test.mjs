/** Words of names are told as words, in the shop and in the glass box, which says how far the model protects its customers. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { withSection } from '../../npm/test/model-file.mjs';
import { allow, go } from './browser.mjs';
import { open } from './shop.mjs';

/** Each item's two words are its features; ε is .7 and δ 1e-6: tests/format_document.rs. */
const MODEL = await readFile(new URL('../fixtures/toys_and_tools.v3.etalage', import.meta.url));
const IDS = ['toy-bear', 'toy-blocks', 'toy-kite', 'toy-train', 'tool-drill', 'tool-hammer', 'tool-saw', 'tool-vice'];
const CATALOGUE = {
  name: 'Toys and tools',
  currency: 'EUR',
  items: IDS.map((id) => ({
    id,
    name: id,
    price: 9,
    category: id.startsWith('toy') ? 'Toys' : 'Tools',
    brand: null,
    privateLabel: false,
    inStock: true,
  })),
};

/** Lets the shop sell eight things, by a model of its own. */
const selling =
  (model = MODEL) =>
  async (page) => {
    await page.route('**/models/shop.etalage', (route) => route.fulfill({ body: model }));
    await page.route('**/models/shop.catalogue.json', (route) => route.fulfill({ json: CATALOGUE }));
  };

/** Looks at things, and opens the answer to why the last one is seen. */
async function look(page, ...ids) {
  await allow(page);
  for (const id of ids) {
    await go(page, `#/p/${id}`);
    await page.waitForSelector(`[data-product="${id}"]`);
  }
  await page.click('.why summary');
  await page.waitForSelector('.why .part-words');
  return page.$$eval('.why .part-words', (nodes) => nodes.map((node) => node.textContent));
}

test('the shop names the words that a product shares with the clicks, in one line', async (t) => {
  const { page, uncaught } = await open(t, { prepare: selling() });
  const lines = await look(page, 'toy-kite', 'toy-bear');
  const words = lines.filter((line) => line.startsWith('Words that it shares with what you looked at: '));
  assert.equal(words.length, 1, lines.join('; '));
  assert.deepEqual(words[0].split(': ')[1].split(', ').toSorted(), ['bear', 'toy']);
  // The console has what is not ours to mend: nobody has drawn these eight things.
  assert.deepEqual(uncaught, []);
});

test('and in French', async (t) => {
  const { page } = await open(t, { at: '?lang=fr', prepare: selling() });
  const lines = await look(page, 'toy-kite', 'toy-bear');
  assert.ok(
    lines.some((line) => /^Des mots en commun avec ce que vous avez regardé\u00a0: (bear, toy|toy, bear)$/.test(line)),
  );
});

test('a feature of the category or of the price is told as the category or the price is, once', async (t) => {
  // A string table: count, count + 1 offsets, text; each label begins with its letter.
  const labelled = (letter) =>
    withSection(MODEL, 'FEAT', (body) => {
      const count = body.readUInt32LE(0);
      const text = 4 * (count + 2);
      for (let label = 0; label < count; label++) body.write(letter, text + body.readUInt32LE(4 * (label + 1)));
      return body;
    });
  for (const [letter, line] of [
    ['c', 'It is of the kind that you look at'],
    ['p', 'It costs about what you look at'],
    ['f', 'It is a variant of something that you looked at'],
  ]) {
    const { page } = await open(t, { prepare: selling(labelled(letter)) });
    const lines = await look(page, 'toy-kite', 'toy-bear');
    assert.equal(lines.filter((found) => found === line).length, 1, `${letter}: ${lines.join('; ')}`);
  }
});

test('the glass box names the words, the tier, epsilon and delta', async (t) => {
  const { page } = await open(t, { at: 'audit/', waitFor: '#engine .verdict', prepare: selling() });
  const facts = await page.textContent('#model .facts');
  assert.match(facts, /public: the file holds what the catalogue shows to everybody/);
  assert.match(facts, /0\.7: the lower/);
  assert.match(facts, /1E-6: the small probability/);
  await page.click('#run');
  await page.waitForSelector('#run:enabled');
  await page.waitForSelector('#explain table');
  const about = await page.$$eval('#explain tbody td:nth-child(2)', (cells) => cells.map((cell) => cell.textContent));
  assert.ok(
    about.some((text) => /^the word “\w+”$/.test(text)),
    about.join('; '),
  );
});

test('the glass box says why a model was not checked', async (t) => {
  const reason = 'a trial run, kept inside';
  const model = withSection(MODEL, 'META', (body) => {
    // META ends with tier u8, reason (length u64, text), ε and δ.
    const head = Buffer.alloc(9);
    head.writeBigUInt64LE(BigInt(reason.length), 1);
    return Buffer.concat([body.subarray(0, -17), head, Buffer.from(reason), Buffer.alloc(8)]);
  });
  const { page } = await open(t, { at: 'audit/', waitFor: '#engine .verdict', prepare: selling(model) });
  const facts = await page.textContent('#model .facts');
  assert.match(facts, /unchecked: no protection is claimed/);
  assert.ok(facts.includes(reason), facts);
  assert.match(facts, /0: no noise was added/);
});
