/** Holds the stopwatch: what the package costs a page, measured in the page with the package that the page uses. */

import { visit } from './browser.mjs';

const RUNS = 9;

/**
 * Measures loading, counting a click, and arranging the whole catalogue; with the path of a second model, how long its
 * bytes take to be ready.
 * @returns {Promise<{ runs: number, items: number, products: number, load: number, observe: number, rerank: number,
 *   large?: { items: number, ready: number } }>} times in ms, medians
 */
export async function timings(browser, url, largeModel) {
  const loads = [];
  for (let run = 0; run < RUNS; run++) {
    // A new visitor each time: nothing is in any cache.
    const { page, context } = await visit(browser, url);
    loads.push(await page.evaluate(() => performance.getEntriesByName('etalage:load')[0].duration));
    await context.close();
  }
  const { page, context } = await visit(browser, url);
  const calls = await page.evaluate(measureCalls, RUNS);
  await context.close();
  return {
    runs: RUNS,
    items: calls.items,
    products: calls.products,
    load: median(loads),
    observe: median(calls.observe),
    rerank: median(calls.rerank),
    ...(largeModel === undefined ? {} : { large: await readiness(browser, url, largeModel) }),
  };
}

/** Measures how long the bytes of a model take to be ready: copied into the engine and checked whole. */
async function readiness(browser, url, model) {
  const { page, context } = await visit(browser, url);
  await page.route('**/models/large.etalage', (route) => route.fulfill({ path: model }));
  const { items, ready } = await page.evaluate(measureReadiness, RUNS);
  await context.close();
  return { items, ready: median(ready) };
}

/** Runs in the page. */
async function measureReadiness(runs) {
  const { Personalizer } = await import('etalage');
  const bytes = await (await fetch('/models/large.etalage')).arrayBuffer();
  const ready = [];
  let items = 0;
  for (let run = 0; run < runs; run++) {
    const begin = performance.now();
    const shop = await Personalizer.fromBytes(bytes, { consent: 'page' });
    ready.push(performance.now() - begin);
    items = shop.parameters()?.nItems ?? 0;
    shop.dispose();
  }
  return { items, ready };
}

/** Runs in the page. */
async function measureCalls(runs) {
  const { Personalizer } = await import('etalage');
  const shop = await Personalizer.load('/models/shop.etalage', {
    consent: 'page',
    deadline: Number.POSITIVE_INFINITY,
  });
  const { items } = await (await fetch('/models/shop.catalogue.json')).json();
  const timed = (call) => {
    const begin = performance.now();
    call();
    return performance.now() - begin;
  };
  const observe = [];
  const rerank = [];
  for (let run = 0; run < runs; run++) {
    observe.push(timed(() => shop.observe({ event: 'view_item', itemId: items[run % items.length].id })));
    rerank.push(timed(() => shop.rerank(items, { id: (item) => item.id })));
  }
  return { items: shop.parameters()?.nItems ?? 0, products: items.length, observe, rerank };
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
