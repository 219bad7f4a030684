/** Holds our own engine as it ships, asked through the glue that its facade uses, and a visit through the facade. */

import { makeGlue } from '../../../npm/dist/engine/glue.js';
// The same script in Node and in Chromium: the module is inside.
import { Personalizer } from '../../../npm/dist/inline.js';

const NOBODY = new Uint32Array(0);
const ALL_IN_STOCK = new Uint8Array(0);
/** The events, in the order of the engine's numbers for them: npm/src/engine.ts. */
const EVENTS = ['view_item', 'select_item', 'add_to_wishlist', 'add_to_cart', 'remove_from_cart', 'purchase'];
/** How many products a page of the visit shows. */
const PAGE = 100;
/** How many products a typical listing shows, as that of the demo shop. */
const LISTING = 48;

let module;

/** Compiles the engine once. */
export const compileEngine = async (wasm) => {
  module = await WebAssembly.compile(wasm);
};

/** Puts the visitor of a shop before one of its models and asks for the 20 best of the catalogue. */
export async function recommend(name, shop, model) {
  const engine = await visited(shop, model);
  let answer;
  return {
    name,
    call() {
      answer = engine.recommend(20, NOBODY);
    },
    recommended: () => pairs(answer).map(([itemId, score]) => ({ itemId, score })),
    items: () => pairs(answer).map(([itemId]) => engine.handle(itemId)),
  };
}

/** Orders candidates that are already handles. */
export async function rerankHandles(name, shop, model, itemIds) {
  const engine = await visited(shop, model);
  const handles = Uint32Array.from(itemIds, (itemId) => engine.handle(itemId));
  let order;
  return {
    name,
    call() {
      order = engine.rerank(handles, ALL_IN_STOCK, 1, 0);
    },
    // First comes how many there are, last those that a rule hides.
    order: () => Array.from(order.subarray(1, 1 + order[0])),
  };
}

/** Orders a listing through the package: products that were read before, or, with their ids, products as they come. */
export async function rerankListing(name, shop, model, asTheyCome) {
  const window = await Personalizer.fromBytes(model, { consent: 'page' });
  for (const event of shop.events) window.observe(event);
  const products = listing(shop).map((sku) => ({ sku }));
  const options = { id: (product) => product.sku };
  const candidates = window.candidates(products, options);
  let items;
  return {
    name,
    call() {
      items = (asTheyCome ? window.rerank(products, options) : window.rerank(candidates)).items;
    },
    order: () => items.map((product) => products.indexOf(product)),
    close: () => window.dispose(),
  };
}

/** Gives the ids of a typical listing. */
export const listing = (shop) => shop.candidates.slice(0, LISTING);

/** Counts the last event of a session and puts a page in order, as a shop does at every step of a visit. */
export async function visitStep(name, shop, model) {
  const window = await Personalizer.fromBytes(model, { consent: 'page' });
  const products = shop.candidates.slice(0, PAGE).map((sku) => ({ sku }));
  const options = { id: (product) => product.sku };
  const last = shop.events.at(-1);
  let items;
  return {
    name,
    before() {
      window.erase();
      for (const event of shop.events.slice(0, -1)) window.observe(event);
    },
    call() {
      window.observe(last);
      items = window.rerank(products, options).items;
    },
    order: () => items.map((product) => products.indexOf(product)),
    close: () => window.dispose(),
  };
}

/** Counts the last event of a session and asks for the 20 best of the catalogue, as a page of recommendations does. */
export async function bestStep(name, shop, model) {
  const window = await Personalizer.fromBytes(model, { consent: 'page' });
  const last = shop.events.at(-1);
  let best;
  return {
    name,
    before() {
      window.erase();
      for (const event of shop.events.slice(0, -1)) window.observe(event);
    },
    call() {
      window.observe(last);
      best = window.recommend(20);
    },
    recommended: () => best,
    close: () => window.dispose(),
  };
}

/** Takes a model's bytes and is ready to rank. */
export function load(model) {
  let window;
  return {
    name: 'load',
    before: () => window?.dispose(),
    async call() {
      window = await Personalizer.fromBytes(model, { consent: 'page' });
    },
    nItems: () => window.parameters().nItems,
    close: () => window.dispose(),
  };
}

/** Splits what the engine gives, id, score, id, score and so on. */
const pairs = (flat) => Array.from({ length: flat.length / 2 }, (_, at) => flat.slice(2 * at, 2 * at + 2));

/** Gives an instance of the engine with a model in it and the events of a visitor behind it. */
async function visited({ events }, model) {
  const engine = makeGlue();
  await engine.start(module);
  engine.open(model);
  for (const { event, itemId, timestamp } of events) {
    engine.observe(EVENTS.indexOf(event), engine.handle(itemId), timestamp);
  }
  return engine;
}
