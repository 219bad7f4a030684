/**
 * Holds the shop for when there is no network: one version of its static files, whole, under one name.
 *
 * A page comes either all from the network or all from what is kept, never mixed, so that no two versions meet. Refused is
 * everything about a visitor: the list of files is the server's and the same for all, and pictures are not kept (which
 * ones were looked at would tell) but drawn anew.
 */

import { fileName } from './picture/address.js';
import { drawing } from './picture/index.js';

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const LIST = '/files.json';
const CATALOGUE = '/models/shop.catalogue.json';
const PICTURE = /^\/pictures\/([^/]+\.svg)$/;

/** The pages that came from what is kept; their files do, too. */
const offline = new Set();

worker.addEventListener('install', (event) => {
  worker.skipWaiting();
  event.waitUntil(fill());
});
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(event, url));
  else if (PICTURE.test(url.pathname)) event.respondWith(fetch(request).catch(() => draw(url)));
  else if (offline.has(event.clientId)) event.respondWith(kept(url));
});

/** Gives a page from the network, and looks whether there is a new version then; else from what is kept. */
async function page(event, url) {
  try {
    const response = await fetch(event.request);
    event.waitUntil(fill().catch(() => undefined));
    return response;
  } catch {
    offline.add(event.resultingClientId);
    return kept(url);
  }
}

/** Gives a file of the version that is kept. */
async function kept(url) {
  for (const name of await caches.keys()) {
    if (await whole(name)) return (await (await caches.open(name)).match(url.pathname)) ?? Response.error();
  }
  return Response.error();
}

/** Says whether all of a version is there: its list is put in last. */
const whole = async (name) => (await (await caches.open(name)).match(LIST)) !== undefined;

/** Fetches a version whole, unless it is there, and only then lets go of the one before. */
async function fill() {
  const list = await fetch(LIST, { cache: 'no-store' });
  const { version, files } = await list.clone().json();
  if (await whole(version)) return;
  const cache = await caches.open(version);
  await cache.addAll(files.map((file) => new Request(file, { cache: 'no-cache' })));
  await cache.put(LIST, list);
  for (const name of await caches.keys()) if (name !== version) await caches.delete(name);
}

let products;

/** Draws a picture as the server would send it. */
async function draw(url) {
  products ??= kept(new URL(CATALOGUE, worker.location.href))
    .then((response) => response.json())
    .then(({ items }) => new Map(items.map((item) => [fileName(item.id), item])));
  const item = (await products).get(PICTURE.exec(url.pathname)?.[1]);
  if (item === undefined) return Response.error();
  return new Response(drawing(item), { headers: { 'content-type': 'image/svg+xml' } });
}
