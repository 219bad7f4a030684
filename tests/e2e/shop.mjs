/** Holds what every test file shares: where the shop is, and one browser for the whole file. */

import { after } from 'node:test';
import { launch, visit } from './browser.mjs';

const { ETALAGE_URL, CHROMIUM } = process.env;
if (ETALAGE_URL === undefined || CHROMIUM === undefined) {
  throw new Error('expected ETALAGE_URL and CHROMIUM in the environment; `cargo xtask test --only e2e` sets both');
}

export const url = ETALAGE_URL;

/** The browser itself, for tests that look deeper than a page. */
export const browser = await launch(CHROMIUM);
after(() => browser.close());

/** Opens a page of the shop for a new visitor, who leaves when the test ends; without an address, its front. */
export async function open(t, { at = '', ...options } = {}) {
  const visitor = await visit(browser, url + at, options);
  t.after(() => visitor.context.close());
  return visitor;
}
