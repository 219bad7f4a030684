#!/usr/bin/env node
/**
 * Photographs a running shop, its glass box and its desk into docs/img, for the README.
 *
 * node screenshots.mjs --url http://127.0.0.1:8080/ --chromium /usr/bin/chromium [--out ../../docs/img]
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allow, DESKTOP, goHome, launch, PHONE, settled, visit } from './browser.mjs';
import { catalogue, tastes } from './visitor.mjs';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string' },
    chromium: { type: 'string' },
    out: { type: 'string', default: new URL('../../docs/img', import.meta.url).pathname },
  },
});
if (options.url === undefined || options.chromium === undefined) {
  console.error('expected --url URL and --chromium PATH; `cargo xtask demo --screenshots` gives both');
  process.exit(2);
}

const QUALITY = 82;
const CLICKS = 5;
const items = await catalogue(options.url);
const [taste] = tastes(items);
const browser = await launch(options.chromium);
await mkdir(options.out, { recursive: true });
try {
  await shop('shop', { ...DESKTOP, viewport: { width: 1280, height: 860 } }, 'en');
  await shop('shop-phone', { ...PHONE, deviceScaleFactor: 1.5 }, 'fr');
  await glassBox();
  await desk();
} finally {
  await browser.close();
}

/** Writes what a page shows as a WebP file, which Chromium encodes itself. */
async function shoot(page, name) {
  await settled(page);
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode().catch(() => undefined))));
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  const file = join(options.out, `${name}.webp`);
  const bytes = Buffer.from(data, 'base64');
  await writeFile(file, bytes);
  console.log(`${file}: ${bytes.length} bytes`);
}

/** Photographs the shop on a first visit, what clicks make of it, and the answer to "why". */
async function shop(name, device, lang) {
  const { page, context } = await visit(browser, `${options.url}?lang=${lang}`, { device });
  await shoot(page, name);
  await allow(page);
  // Addresses are the same in every language; the names of aisles are not.
  for (const { id } of items.filter(taste.likes).slice(0, CLICKS)) {
    await page.evaluate((hash) => location.assign(hash), `#/p/${encodeURIComponent(id)}`);
    await page.waitForSelector(`[data-product="${id}"]`);
  }
  await goHome(page);
  await page.evaluate(() => document.querySelector('#for-you').scrollIntoView());
  await shoot(page, `${name}-for-you`);
  await page.locator('[data-list="for-you"] .ask').first().click();
  await shoot(page, `${name}-why`);
  await context.close();
}

async function glassBox() {
  const { page, context } = await visit(browser, `${options.url}audit/`, { waitFor: '#engine .verdict' });
  await page.click('#run');
  await page.waitForSelector('#profile table');
  await page.waitForSelector('#run:enabled');
  await page.evaluate(() => window.scrollTo(0, 0));
  await shoot(page, 'glass-box');
  await context.close();
}

async function desk() {
  const { page, context } = await visit(browser, `${options.url}desk/`, { waitFor: '[data-order="after"] li' });
  await page.click('#ready-boost');
  // A visitor of some segment: what the rule does to an order that clicks have made.
  await page.selectOption('#visitor', { index: 1 });
  await page.evaluate(() => window.scrollTo(0, 0));
  await shoot(page, 'desk');
  await context.close();
}
