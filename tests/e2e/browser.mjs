/** Holds the browser of the tests: one Chromium, a fresh visitor for each test, and everything that a page lets slip. */

import { chromium } from 'playwright-core';

/**
 * What Chromium need not do for a test. It reads the last list only, so the first two lines are Playwright's own; the last
 * are two pages of its address bar, which no test shows and which cost each new visitor as much time as the shop itself.
 */
const NOT_NEEDED = [
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'MediaRouter'],
  ...['PaintHolding', 'ThirdPartyStoragePartitioning', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled'],
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
];

const ARGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${NOT_NEEDED.join(',')}`,
];

export const DESKTOP = { viewport: { width: 1360, height: 900 } };
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
export const DEVICES = { desktop: DESKTOP, phone: PHONE };

/** Starts Chromium. */
export const launch = (executablePath) => chromium.launch({ executablePath, args: ARGS });

/**
 * Opens a page for a new visitor. `prepare` may change what the network answers before the page is asked for; `waitFor`
 * is what says that the page is there; `context` are more options of the browser's context.
 * @returns the page, and lists that go on filling: `requests`, `consoleErrors`, `uncaught`
 */
export async function visit(
  browser,
  url,
  { device = DESKTOP, prepare = async () => {}, waitFor = '[data-list="home"] [data-item]', context: more = {} } = {},
) {
  const context = await browser.newContext({ serviceWorkers: 'block', locale: 'en-IE', ...device, ...more });
  const page = await context.newPage();
  const requests = [];
  const consoleErrors = [];
  const uncaught = [];
  context.on('request', (request) => {
    // A data: address is part of the page, not a question to anyone.
    if (!request.url().startsWith('data:')) requests.push(`${request.method()} ${request.url()}`);
  });
  page.on('console', (message) => message.type() === 'error' && consoleErrors.push(message.text()));
  page.on('pageerror', (error) => uncaught.push(String(error)));
  await prepare(page, context);
  await page.goto(url);
  await page.waitForSelector(waitFor);
  // The page says so itself when it has done with the model, one way or the other.
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  return { page, context, requests, consoleErrors, uncaught };
}

/** Follows an address within the shop; the page is drawn when this ends. */
export const go = (page, hash) =>
  page.evaluate(
    (to) =>
      new Promise((resolve) => {
        if (location.hash === to) return resolve();
        addEventListener('hashchange', () => resolve(), { once: true });
        return location.assign(to);
      }),
    hash,
  );

/** Gives the ids of the products of a list on the page, in their order. */
export const order = (page, list = 'home') =>
  page.$$eval(`[data-list="${list}"] [data-item]`, (cards) => cards.map((card) => card.dataset.item));

/** Gives the code with which the page says what its window can do. */
export const status = (page) => page.evaluate(() => document.documentElement.dataset.status);

/** Goes to the front of the shop, by its sign. */
export async function goHome(page) {
  await page.click('.brand');
  await page.waitForSelector('[data-list="home"]');
}

/** Answers the question at the foot of the page with yes. */
export const allow = (page) => page.click('#accept');

/** Chooses a grade in the dialog. */
export async function choose(page, grade) {
  await page.click('#consent');
  await page.check(`#dialog input[value="${grade}"]`);
  await page.click('#dialog button[type="submit"]');
}

/** Lets the page finish the moves that a change of order has begun. */
export const settled = (page) =>
  page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
