/** Holds what every test begins with: the package as it is published, a web server, and a browser that hides nothing. */

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const { CHROMIUM } = process.env;
if (CHROMIUM === undefined) {
  throw new Error('expected CHROMIUM in the environment; `cargo xtask test --only package` sets it');
}

/** Gives the path of something in `npm/apps`. */
export const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
/** The model of four toys and four tools, made by `src/fixture.rs`. */
export const MODEL = here('../../tests/fixtures/toys_and_tools.v2.etalage');
/** The package as its users get it. */
export const PACKAGE = here('node_modules/etalage');

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.etalage': 'application/octet-stream',
};

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

/** Runs a program to its end and gives what it printed; throws that when it fails. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: here(''), stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (printed += text));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(printed) : reject(new Error(`${program} ${args.join(' ')} ended with ${code}:\n${printed}`)),
    );
  });
}

/** Runs a program of `node_modules`. */
export const tool = (path, args, options) => run(process.execPath, [here(`node_modules/${path}`), ...args], options);

/** Packs the package, as `npm publish` would, and puts it where the apps look for it. Gives the path of the tarball. */
export async function pack() {
  const folder = await mkdtemp(join(tmpdir(), 'etalage-'));
  const packed = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: here('..'),
  });
  const found = packed.match(/"filename":\s*"([^"]+)"/)?.[1];
  if (found === undefined) throw new Error(`expected the name of a tarball from npm pack, found ${packed}`);
  const tarball = join(folder, found);
  await rm(PACKAGE, { recursive: true, force: true });
  await mkdir(PACKAGE, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', PACKAGE, '--strip-components=1']);
  return tarball;
}

/** Makes an empty folder for what an app is built into. */
export async function output(name) {
  const folder = here(`out/${name}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/**
 * Serves files until the test ends. `places` maps the beginning of an address to a folder or a file, the longest first;
 * `answer` may answer in their stead by returning `{ status, headers, body }`; a body that is a function writes what it likes.
 */
export async function serve(t, places, answer = () => undefined) {
  const prefixes = Object.keys(places).sort((a, b) => b.length - a.length);
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname;
    const prefix = prefixes.find((begin) => path.startsWith(begin));
    let file = prefix === undefined ? '' : join(places[prefix], path.slice(prefix.length));
    if (path.endsWith('/')) file = join(file, 'index.html');
    try {
      const given = await answer(path);
      const body = given?.body ?? (given?.status === undefined ? await readFile(file) : '');
      const headers = { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', ...given?.headers };
      response.writeHead(given?.status ?? 200, headers);
      if (typeof body === 'function') body(response);
      else response.end(body);
    } catch (error) {
      response.writeHead(404).end(String(error));
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** Starts one Chromium for a test file. Gives a function that opens a page for a new visitor. */
export function browsing(more = []) {
  let browser;
  before(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...ARGS, ...more] });
  });
  after(() => browser?.close());
  return async (t, options) => {
    const context = await browser.newContext(options);
    t.after(() => context.close());
    return watch(await context.newPage());
  };
}

/** Adds to a page what it lets slip: `complaints`, which are console messages and uncaught errors. */
export function watch(page) {
  const complaints = [];
  page.on(
    'console',
    (message) => message.type() !== 'debug' && complaints.push(`${message.type()}: ${message.text()}`),
  );
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error}`));
  return Object.assign(page, { complaints });
}

/** Waits until the page has shown an order, and gives it. */
export async function shown(page) {
  await page.waitForFunction(() => document.body?.dataset.status, undefined, { timeout: 30_000 });
  return page.evaluate(() => ({ order: document.body.dataset.order, status: document.body.dataset.status }));
}
