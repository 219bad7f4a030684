/**
 * Runs the bench as a page in headless Chromium and writes what it found to FIXTURES/found.json:
 * `node chromium.mjs FIXTURES CHROMIUM [--quick]`.
 *
 * No server: every request of the page is answered here from the disk, with the two headers that give a page its finest
 * clock. What is not on the disk does not exist, so nothing leaves this machine.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ORIGIN = 'http://localhost';
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MEDIA = {
  '.html': 'text/html',
  '.mjs': 'text/javascript',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};
const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

const [fixtures, executablePath, ...flags] = process.argv.slice(2);
if (executablePath === undefined) throw new Error('expected the folder of the shops and the path of Chromium');

const browser = await chromium.launch({
  executablePath,
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
});
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.log(`    ${message.text()}`));
  await page.route('**/*', answer);
  await page.goto(`${ORIGIN}/benches/web/page.html`);
  const found = await page.evaluate((quick) => globalThis.run(quick), flags.includes('--quick'));
  await writeFile(join(fixtures, 'found.json'), JSON.stringify({ host: `Chromium ${browser.version()}`, ...found }));
} finally {
  await browser.close();
}

async function answer(route) {
  const { pathname } = new URL(route.request().url());
  const [folder, below] = pathname.startsWith('/fixtures/')
    ? [fixtures, pathname.slice(10)]
    : [ROOT, pathname.slice(1)];
  const file = resolve(folder, decodeURIComponent(below));
  if (!file.startsWith(join(resolve(folder), sep))) return route.fulfill({ status: 404 });
  try {
    const contentType = MEDIA[extname(file)] ?? 'application/octet-stream';
    return await route.fulfill({ body: await readFile(file), contentType, headers: ISOLATED });
  } catch {
    return route.fulfill({ status: 404 });
  }
}
