/**
 * Lets two opposite visitors open the same pages side by side, and compares what their browsers asked of the network.
 *
 * Each frame is a shop of its own. It is told the clicks of its script first, on a page without pictures, so that both
 * have fetched the same when the comparison begins.
 */

import { announce, h } from '../../dom.js';
import { categoryName, number } from '../../texts/index.js';
import { openShop } from '../shop.js';
import { section, table, verdict } from '../table.js';
import { allow } from '../walk.js';
import { requests } from './network.js';

const QUIET = 500;

export function pair({ t, catalogue, scripts }) {
  const frames = h('div', { class: 'pair-frames' });
  const content = h('div', { class: 'finding-content' });
  const selects = [0, Math.floor(scripts.length / 2)].map((chosen, side) =>
    h(
      'select',
      { 'aria-label': t('pairNames')[side] },
      ...scripts.map(({ name }, n) =>
        h('option', { value: n, selected: n === chosen }, t('likes')(name.split(' > ').map(categoryName).join(' › '))),
      ),
    ),
  );
  let found;
  const compare = async () => {
    button.disabled = true;
    announce(t('comparing'));
    const shops = t('pairNames').map((name) => openShop(name, '/you'));
    frames.replaceChildren(...shops.map(({ frame }) => frame));
    const chosen = selects.map((select) => scripts[Number(select.value)]);
    found = await compared(shops, chosen, addresses(catalogue));
    const words = drawn(t, found);
    content.replaceChildren(...words);
    button.disabled = false;
    announce(content.querySelector('.verdict')?.textContent ?? '');
  };
  const button = h('button', { class: 'button', id: 'compare', type: 'button', onclick: compare }, t('compare'));
  return {
    id: 'pair',
    node: section(
      'pair',
      t('pair'),
      t('pairLead'),
      h('div', { class: 'pair-tools' }, ...selects, button),
      frames,
      content,
    ),
    record: () => found,
  };
}

/** Gives an address of each kind of page. */
function addresses(catalogue) {
  const department = catalogue.root.children.values().next().value;
  return {
    home: '#/',
    ...(department === undefined ? {} : { category: `#/c/${encodeURIComponent(department.name)}` }),
    product: `#/p/${encodeURIComponent(catalogue.items[0].id)}`,
    search: `#/s/${encodeURIComponent(catalogue.items[0].name.split(' ')[0])}`,
    you: '#/you',
    cart: '#/cart',
  };
}

/** Opens each page in both shops, and gives what each asked for and which order it shows. */
async function compared(shops, scripts, pages) {
  const both = (act) => Promise.all(shops.map(act));
  await both(async (shop, side) => {
    await shop.ready();
    await allow(shop.window);
    for (const event of scripts[side].events) shop.visitor.observe(event);
    await quiet(shop.window);
  });
  const steps = [];
  for (const [page, address] of Object.entries(pages)) {
    const [first, second] = await both(async ({ window: frame }) => {
      const before = requests(frame);
      frame.location.hash = address;
      await quiet(frame);
      return {
        asked: asked(before, requests(frame)),
        order: Array.from(frame.document.querySelectorAll('[data-list] [data-item]'), (node) => node.dataset.item),
      };
    });
    steps.push({ page, first, second });
  }
  return { visitors: scripts.map(({ name }) => name), steps };
}

/**
 * Gives the addresses that a page had not asked for before. One that it asks for again comes from the browser's cache and
 * goes to no one; when that happens depends on when the browser tidies up its memory.
 *
 * The browser's record tells requests of one tenth of a millisecond in no certain order, so that only the addresses are
 * compared here; the end-to-end tests compare the order, too.
 */
const asked = (before, entries) => {
  const known = new Set(before.map(({ name }) => name));
  return [...new Set(entries.map(({ name }) => name))]
    .filter((name) => !known.has(name))
    .map((name) => new URL(name).pathname)
    .sort();
};

/** Waits until all pictures of a page have come and it has asked for nothing new for a while. */
async function quiet(frame) {
  let count = -1;
  while (frame.glassBox.picturesComing() > 0 || count !== requests(frame).length) {
    count = requests(frame).length;
    await new Promise((resolve) => setTimeout(resolve, QUIET));
  }
}

const alike = (a, b) => a.join('\n') === b.join('\n');

function drawn(t, { steps }) {
  const all = steps.every(({ first, second }) => alike(first.asked, second.asked));
  const sum = steps.reduce((n, { first }) => n + first.asked.length, 0);
  const rows = steps.map(({ page, first, second }) => [
    t('pagesOpened')[page],
    number(first.asked.length),
    number(second.asked.length),
    alike(first.asked, second.asked) ? t('equal') : h('strong', { class: 'bad' }, t('unequal')),
    alike(first.order, second.order) ? t('equal') : t('orderDiffers'),
  ]);
  return [
    verdict(all, all ? t('verdictSame')(number(sum)) : t('verdictDifferent')),
    table(t('pair'), [t('step'), t('firstAsked'), t('secondAsked'), t('network'), t('orders')], rows),
  ];
}
