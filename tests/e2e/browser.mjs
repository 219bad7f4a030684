/** Holds the browser of the tests: one Chromium, a fresh visitor for each test, and everything that a page lets slip. */

import { chromium } from 'playwright-core';

const ARGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const DESKTOP = { viewport: { width: 1360, height: 900 } };
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

/** Starts Chromium. */
export const launch = (executablePath) => chromium.launch({ executablePath, args: ARGS });

/**
 * Opens the shop for a new visitor. `prepare` may change what the network answers before the page is asked for.
 * @returns the page, and lists that go on filling: `requests`, `consoleErrors`, `uncaught`
 */
export async function visit(browser, url, { device = DESKTOP, prepare = async () => {} } = {}) {
  const context = await browser.newContext(device);
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
  await prepare(page);
  await page.goto(url);
  await page.waitForSelector('[data-list="home"] [data-item]');
  // The page says so itself when it has done with the model, one way or the other.
  await page.waitForFunction(() => document.documentElement.dataset.status);
  return { page, context, requests, consoleErrors, uncaught };
}

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

/** Lets the page arrange itself after what is clicked from now on. */
export const allow = (page) => page.click('#consent');
