/**
 * Holds the ear on the network: every request of a page from its navigation until it is idle, as the browser's network
 * stack sends it, and what its cards look like.
 *
 * A visitor opens one kind of page after another, each by a navigation of its own and with empty caches.
 */

import { DESKTOP } from './browser.mjs';

/** For how long a page that says that it is ready asks for nothing until it counts as idle, in ms. */
const QUIET = 100;

/**
 * Lets a visitor open pages, who brings nothing but what is stored.
 * @param {Record<string, string>} pages addresses by kind
 * @param {{ storage?: { name: string, value: string }[], quiet?: number, prepare?: (session: object) => Promise<void> }} options
 * @returns {Promise<Record<string, object>>} what was asked and shown, by kind
 */
export async function walk(browser, url, pages, { storage = [], quiet = QUIET, prepare = async () => {} } = {}) {
  const { origin } = new URL(url);
  const context = await browser.newContext({
    serviceWorkers: 'block',
    locale: 'en-IE',
    ...DESKTOP,
    storageState: { cookies: [], origins: [{ origin, localStorage: storage }] },
  });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const ear = new Ear(session);
    await session.send('Network.enable');
    await prepare(session);
    const found = {};
    for (const [kind, address] of Object.entries(pages)) {
      await afresh(page, session);
      ear.begin();
      await page.goto(url + address);
      await page.waitForSelector('html[data-ready]', { state: 'attached' });
      await ear.silence(quiet);
      found[kind] = { requests: ear.heard(), ...(await page.evaluate(face)) };
    }
    return found;
  } finally {
    await context.close();
  }
}

/** Leaves the page and empties the network's cache and the renderer's. */
async function afresh(page, session) {
  await page.goto('about:blank');
  await session.send('Network.clearBrowserCache');
  // Turning the cache off is what empties the renderer's.
  for (const cacheDisabled of [true, false]) await session.send('Network.setCacheDisabled', { cacheDisabled });
}

/** Runs in the page: its cards, its orders, and what the data layer was told. */
function face() {
  const ids = (list) => [...list.querySelectorAll('[data-item]')].map((node) => node.dataset.item).join(' ');
  return {
    cards: Object.fromEntries(
      [...document.querySelectorAll('[data-item]')].map((at) => [at.dataset.item, at.outerHTML]),
    ),
    shown: [...document.querySelectorAll('[data-list]')].map(ids),
    told: JSON.stringify(globalThis.dataLayer ?? []),
  };
}

/** Writes down what the browser asks, and knows which questions are still open. */
class Ear {
  #requests = [];
  #headers = new Map();
  #open = new Set();
  #last = 0;
  #woken = () => {};

  constructor(session) {
    session.on('Network.requestWillBeSent', ({ requestId, request }) => {
      const { method, url, postData = '', initialPriority, headers } = request;
      // A data: address is part of the page, not a question to anyone.
      if (url.startsWith('data:')) return;
      this.#open.add(requestId);
      this.#requests.push({ requestId, method, url, postData, initialPriority, headers });
      this.#stir();
    });
    // A browser that hurries what it finds on the screen would tell which products are there.
    session.on('Network.resourceChangedPriority', ({ requestId, newPriority }) => {
      const which = this.#requests.find((request) => request.requestId === requestId)?.url;
      this.#requests.push({ requestId: '', hurried: newPriority, which });
      this.#stir();
    });
    session.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => this.#headers.set(requestId, headers));
    for (const end of ['Network.loadingFinished', 'Network.loadingFailed']) {
      session.on(end, ({ requestId }) => {
        this.#open.delete(requestId);
        this.#stir();
      });
    }
  }

  #stir() {
    this.#last = performance.now();
    this.#woken();
  }

  /** Forgets what was heard. */
  begin() {
    this.#requests = [];
    this.#headers.clear();
    this.#open.clear();
  }

  /** Waits until every question has its answer and none was asked for `quiet` ms. */
  async silence(quiet) {
    for (;;) {
      const left = this.#last + quiet - performance.now();
      if (this.#open.size === 0 && left <= 0) return;
      await new Promise((resolve) => {
        this.#woken = resolve;
        if (this.#open.size === 0) setTimeout(resolve, Math.max(1, left));
      });
    }
  }

  /** Gives the requests in the order in which they were made, each as one text. */
  heard() {
    return this.#requests.map(({ requestId, ...request }) =>
      JSON.stringify({ ...request, sent: sorted(this.#headers.get(requestId) ?? {}) }),
    );
  }
}

const sorted = (headers) => Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));

/** Serves one file of the shop changed in some places, which must be there. Only that file is held up. */
export const tampered =
  (path, ...changes) =>
  async (session) => {
    session.on('Fetch.requestPaused', async ({ requestId, responseHeaders }) => {
      const { body, base64Encoded } = await session.send('Fetch.getResponseBody', { requestId });
      let text = Buffer.from(body, base64Encoded ? 'base64' : 'utf8').toString();
      for (const [from, to] of changes) {
        if (!text.includes(from)) throw new Error(`${path} no longer has the place that is tampered with: ${from}`);
        text = text.replace(from, to);
      }
      const headers = responseHeaders.filter(({ name }) => name.toLowerCase() !== 'content-length');
      await session.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: 200,
        responseHeaders: headers,
        body: Buffer.from(text).toString('base64'),
      });
    });
    await session.send('Fetch.enable', { patterns: [{ urlPattern: `*${path}`, requestStage: 'Response' }] });
  };

/**
 * Makes what visitors have stored after clicking the first products of their aisles: the package writes it itself.
 * @returns {Promise<{ name: string, value: string }[][]>}
 */
export async function histories(browser, url, clicks) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.goto(`${url}#/nowhere`);
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
