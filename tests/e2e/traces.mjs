/**
 * Holds the ear on the network: every request of a page from its navigation until it is idle, as the browser's network
 * stack sends it, and what its cards look like.
 */

import { DESKTOP } from './browser.mjs';

/** For how long a page asks for nothing until it counts as idle, in ms. */
const QUIET = 250;

/** Fresh caches and nothing but what the visitor has stored: a page opened by one visitor. */
export async function trace(browser, url, address, { storage = [], prepare = async () => {} } = {}) {
  const { origin } = new URL(url);
  const context = await browser.newContext({
    serviceWorkers: 'block',
    locale: 'en-IE',
    ...DESKTOP,
    storageState: { cookies: [], origins: [{ origin, localStorage: storage }] },
  });
  try {
    const page = await context.newPage();
    await prepare(page);
    const requests = await listen(page, () => page.goto(url + address));
    const cards = await page.$$eval('[data-item]', (nodes) =>
      Object.fromEntries(nodes.map((node) => [node.dataset.item, node.outerHTML])),
    );
    const shown = await page.$$eval('[data-list]', (lists) =>
      lists.map((list) => [...list.querySelectorAll('[data-item]')].map((node) => node.dataset.item).join(' ')),
    );
    const told = await page.evaluate(() => JSON.stringify(globalThis.dataLayer ?? []));
    return { requests, cards, shown, told };
  } finally {
    await context.close();
  }
}

/** Writes down what the browser asks while something is done, until it asks nothing more. */
async function listen(page, act) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const requests = [];
  const headers = new Map();
  const open = new Set();
  let last = Date.now();
  const closed = ({ requestId }) => {
    last = Date.now();
    open.delete(requestId);
  };
  session.on('Network.loadingFinished', closed);
  session.on('Network.loadingFailed', closed);
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    const { method, url, postData = '', initialPriority } = request;
    // A data: address is part of the page, not a question to anyone.
    if (url.startsWith('data:')) return;
    last = Date.now();
    open.add(requestId);
    requests.push({ requestId, method, url, postData, initialPriority, headers: request.headers });
  });
  // A browser that hurries what it finds on the screen would tell which products are there.
  session.on('Network.resourceChangedPriority', ({ requestId, newPriority }) =>
    requests.push({
      requestId: '',
      hurried: newPriority,
      which: requests.find((found) => found.requestId === requestId)?.url,
    }),
  );
  session.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers: sent }) => headers.set(requestId, sent));
  await act();
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  while (open.size > 0 || Date.now() - last < QUIET) await page.waitForTimeout(QUIET / 5);
  await session.detach();
  return requests.map(({ requestId, ...request }) =>
    JSON.stringify({ ...request, sent: sorted(headers.get(requestId) ?? {}) }),
  );
}

const sorted = (headers) => Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * Makes what visitors have stored after clicking the first products of their aisles: the package writes it itself.
 * @returns {Promise<{ name: string, value: string }[][]>}
 */
export async function histories(browser, url, clicks) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForSelector('html[data-ready]', { state: 'attached' });
    return await page.evaluate(async (visitors) => {
      const { Personalizer } = await import('etalage');
      const shop = await Personalizer.load('/models/shop.etalage', { consent: 'persistent', deadline: 60_000 });
      return visitors.map((ids) => {
        shop.erase();
        for (const itemId of ids) shop.observe({ event: 'view_item', itemId });
        const stored = Object.keys({ ...localStorage }).map((name) => ({ name, value: localStorage.getItem(name) }));
        return [...stored, { name: 'amazing.choice', value: `persistent ${Date.now()}` }];
      });
    }, clicks);
  } finally {
    await context.close();
  }
}

/** Says where two visitors' pages differ in what anyone outside could see; nothing when they do not. */
export function difference(a, b) {
  const n = Math.max(a.requests.length, b.requests.length);
  for (let i = 0; i < n; i++) {
    if (a.requests[i] !== b.requests[i]) return `request ${i}: ${a.requests[i]} against ${b.requests[i]}`;
  }
  const both = Object.keys(a.cards).filter((id) => Object.hasOwn(b.cards, id));
  const odd = both.find((id) => a.cards[id] !== b.cards[id]);
  if (odd !== undefined) return `the card of ${odd}: ${a.cards[odd]} against ${b.cards[odd]}`;
  return a.told === b.told ? undefined : 'what the data layer was told';
}
