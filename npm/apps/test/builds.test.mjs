/** From the tarball, in each build tool and without one, the package builds, runs and reranks. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { PRODUCTS } from '../shared/show.js';
import { browsing, here, MODEL, output, PACKAGE, pack, run, serve, shown, tool } from './harness.mjs';

const open = browsing();
let expected;

before(async () => {
  await pack();
  expected = (await run(process.execPath, [here('node/main.mjs'), MODEL])).trim();
});

/** Opens a page and expects the order that Node gives, and not a word on the console. */
async function expectOrder(t, url) {
  const page = await open(t);
  await page.goto(url);
  assert.deepEqual(await shown(page), { order: expected, status: 'ready' });
  assert.deepEqual(page.complaints, []);
}

test('Node: tools first', () => {
  assert.match(expected, /^tool-\w+ tool-\w+ tool-\w+ toy/);
  assert.notEqual(expected, PRODUCTS.map(({ sku }) => sku).join(' '));
});

test('no build tool: a module script, an import map, a strict policy', async (t) => {
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-HASH'; connect-src 'self'; img-src data:";
  const html = await readFile(here('plain/index.html'), 'utf8');
  const map = html.match(/<script type="importmap">(.*)<\/script>/)[1];
  const hash = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(map))).toString('base64');
  const url = await serve(
    t,
    { '/': here('plain'), '/shared/': here('shared'), '/etalage/': join(PACKAGE, 'dist'), '/shop.etalage': MODEL },
    (path) => (path === '/' ? { headers: { 'content-security-policy': policy.replace('HASH', hash) } } : undefined),
  );
  await expectOrder(t, `${url}/`);
});

test('Vite builds it', async (t) => {
  const folder = await output('vite');
  await tool('vite/bin/vite.js', ['build', here('vite'), '--outDir', folder, '--logLevel', 'warn']);
  await expectOrder(t, `${await serve(t, { '/': folder, '/shop.etalage': MODEL })}/`);
});

test('Vite serves it while it is developed', async (t) => {
  await cp(MODEL, here('vite/public/shop.etalage'));
  const url = await started(t, 'vite/bin/vite.js', [here('vite'), '--port', '0', '--host', '127.0.0.1', '--force']);
  await expectOrder(t, url);
});

test('webpack builds it', async (t) => {
  const folder = await output('webpack');
  await tool('webpack-cli/bin/cli.js', ['--config', here('webpack/webpack.config.js'), '--output-path', folder]);
  await expectOrder(
    t,
    `${await serve(t, { '/': folder, '/index.html': here('webpack/index.html'), '/shop.etalage': MODEL })}/index.html`,
  );
});

test('esbuild builds it: with the module copied beside, and with the module inside', async (t) => {
  const folder = await output('esbuild');
  const { build } = await import('esbuild');
  const entryPoints = [here('esbuild/main.js'), here('esbuild/inline.js')];
  await build({ entryPoints, bundle: true, format: 'esm', minify: true, outdir: folder, logLevel: 'error' });
  await cp(join(PACKAGE, 'dist/engine'), join(folder, 'engine'), { recursive: true });
  const url = await serve(t, {
    '/': folder,
    '/shop.etalage': MODEL,
    '/index.html': here('esbuild/index.html'),
    '/inline.html': here('esbuild/inline.html'),
  });
  await expectOrder(t, `${url}/index.html`);
  await expectOrder(t, `${url}/inline.html`);
});

test('Next renders the order of the shop on the server, and hydrates it without a word', async (t) => {
  const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
  await cp(MODEL, here('next/public/shop.etalage'));
  await tool('next/dist/bin/next', ['build', here('next')], { env: environment });
  const url = await started(
    t,
    'next/dist/bin/next',
    ['start', here('next'), '--port', '0', '--hostname', '127.0.0.1'],
    {
      env: environment,
    },
  );
  const html = await (await fetch(url)).text();
  const items = (text) => [...text.matchAll(/data-item="([^"]+)"/g)].map(([, item]) => item).join(' ');
  assert.equal(items(html), PRODUCTS.map(({ sku }) => sku).join(' '));
  const page = await open(t);
  await page.goto(url);
  await page.waitForFunction(() => document.body.dataset.status);
  await page.waitForFunction(
    (order) => [...document.querySelectorAll('[data-item]')].map(({ dataset }) => dataset.item).join(' ') === order,
    expected,
  );
  assert.equal(await page.evaluate(() => document.body.dataset.status), 'ready');
  assert.deepEqual(page.complaints, []);
});

/** Starts a server that runs until the test ends, and gives the address that it prints. */
async function started(t, path, args, options = {}) {
  const child = spawn(process.execPath, [here(`node_modules/${path}`), ...args], {
    cwd: here(''),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  t.after(() => child.kill('SIGKILL'));
  let printed = '';
  return new Promise((resolve, reject) => {
    child.on('close', (code) => reject(new Error(`${path} ended with ${code}:\n${printed}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        printed += text;
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what is printed for people is coloured.
        const url = printed.replaceAll(/\u001b\[[0-9;]*m/g, '').match(/http:\/\/(127\.0\.0\.1|localhost):\d+\/?/)?.[0];
        if (url !== undefined) resolve(url);
      });
    }
  });
}
