/** The element moves what the server wrote, and nothing that the visitor holds on to. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { LOOKS, PRODUCTS } from '../shared/show.js';
import { browsing, here, MODEL, pack, run } from './harness.mjs';
import { load, written } from './visitor.mjs';

const open = browsing();
const shopOrder = PRODUCTS.map(({ sku }) => sku);
let expected;

before(async () => {
  await pack();
  expected = (await run(process.execPath, [here('node/main.mjs'), MODEL])).trim().split(' ');
});

const LIST = `<h1>Shelf</h1><etalage-order>
  <h2>Heading</h2>
  ${shopOrder.map((sku) => `<p data-item-id="${sku}"><a href="#${sku}">${sku}</a> for sale</p>`).join('\n  ')}
</etalage-order>`;

/** Defines the element for a visitor of tools, who does something first. */
const arrange = (opened, looks) =>
  opened.evaluate(async (seen) => {
    const { defineOrderElement } = await import('etalage/element');
    for (const [at, itemId] of seen.entries()) {
      window.shop.observe({ event: 'view_item', itemId, timestamp: 1_764_322_267_000 + 1000 * at });
    }
    const list = document.querySelector('etalage-order');
    window.nodes = [...list.children];
    window.moved = 0;
    new MutationObserver((records) => {
      for (const { removedNodes } of records) for (const node of removedNodes) if (node === window.held) window.moved++;
    }).observe(list, { childList: true });
    defineOrderElement(window.shop);
    return {
      ids: [...list.children].map((child) => child.dataset.itemId ?? child.localName),
      running: document.getAnimations().length,
    };
  }, looks);

test('the element moves the nodes of the server around the one that has the focus', async (t) => {
  const opened = await written(t, open, { body: LIST });
  await load(opened, { consent: 'page' });
  await opened.focus('a[href="#toy-bear"]');
  await opened.evaluate(() => {
    window.held = document.activeElement.closest('p');
    window.blurred = 0;
    document.addEventListener('blur', () => window.blurred++, true);
  });
  const { ids, running } = await arrange(opened, LOOKS);
  assert.deepEqual(ids, ['h2', ...expected]);
  assert.ok(running > 0, 'the way to the new place is shown');
  const after = await opened.evaluate(() => ({
    focus: document.activeElement.getAttribute('href'),
    blurred: window.blurred,
    moved: window.moved,
    same: [...document.querySelector('etalage-order').children].every((child) => window.nodes.includes(child)),
    css: [...document.querySelectorAll('[style]')].length,
  }));
  assert.deepEqual(after, { focus: '#toy-bear', blurred: 0, moved: 0, same: true, css: 0 });
  await opened.evaluate(() => window.shop.setConsent('off'));
  const back = await opened.$$eval('[data-item-id]', (all) => all.map((child) => child.dataset.itemId));
  assert.deepEqual(back, shopOrder, 'and back');
  assert.deepEqual(opened.complaints, []);
});

test('the element keeps what is selected, and does not move for who prefers reduced motion', async (t) => {
  const opened = await written(t, open, { body: LIST, options: { reducedMotion: 'reduce' } });
  await load(opened, { consent: 'page' });
  await opened.evaluate(() => {
    window.held = document.querySelector('[data-item-id="toy-train"]');
    getSelection().selectAllChildren(window.held);
  });
  const { ids, running } = await arrange(opened, LOOKS);
  assert.deepEqual(ids, ['h2', ...expected]);
  assert.equal(running, 0);
  assert.equal(await opened.evaluate(() => getSelection().toString()), 'toy-train for sale');
  assert.equal(await opened.evaluate(() => window.moved), 0);
  assert.deepEqual(opened.complaints, []);
});

test('without a model the element leaves each node where the server put it', async (t) => {
  const opened = await written(t, open, { body: LIST });
  await opened.evaluate(async () => {
    const { Personalizer } = await import('etalage');
    window.shop = await Personalizer.load('/nowhere.etalage', { consent: 'page' });
    window.mutations = 0;
    const list = document.querySelector('etalage-order');
    new MutationObserver((records) => (window.mutations += records.length)).observe(list, { childList: true });
  });
  const { ids, running } = await arrange(opened, LOOKS);
  assert.deepEqual([ids, running], [['h2', ...shopOrder], 0]);
  assert.deepEqual(await opened.evaluate(() => [window.shop.status.code, window.mutations]), ['model_not_found', 0]);
  assert.deepEqual(
    opened.complaints.filter((complaint) => !complaint.includes('404')),
    [],
  );
});
