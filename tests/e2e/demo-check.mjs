#!/usr/bin/env node
/**
 * Lets two visitors of different tastes look around a running shop and prints what each sees, before and after.
 *
 * Every score is computed in the browser, by the page itself. Ends with 0 when both orders changed, differ from each
 * other and, for the demo's own model, show the visitor's taste at least twice as often in the first ten as before.
 *
 * node demo-check.mjs --url http://127.0.0.1:8080/ --chromium /usr/bin/chromium [--large-model FILE] [--json]
 */

import { parseArgs } from 'node:util';
import { allow, launch, order, visit } from './browser.mjs';
import { timings } from './timings.mjs';
import { catalogue, lookAround, tastes } from './visitor.mjs';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string' },
    chromium: { type: 'string' },
    'large-model': { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
if (options.url === undefined || options.chromium === undefined) {
  console.error('expected --url URL and --chromium PATH; `cargo xtask demo --check` gives both');
  process.exit(2);
}

const items = await catalogue(options.url);
const byId = new Map(items.map((item) => [item.id, item]));
const browser = await launch(options.chromium);
try {
  const visitors = [];
  for (const taste of tastes(items)) visitors.push(await follow(taste));
  const times = await timings(browser, options.url, options['large-model']);
  const complaints = judge(visitors);
  if (options.json) console.log(JSON.stringify({ visitors: visitors.map(plain), times, complaints }, null, 2));
  else print(visitors, times, complaints);
  process.exitCode = complaints.length === 0 ? 0 : 1;
} finally {
  await browser.close();
}

/** Follows one visitor through the shop. */
async function follow(taste) {
  const { page, context, uncaught } = await visit(browser, options.url);
  const before = await order(page, 'for-you');
  await allow(page);
  await lookAround(page, taste, items);
  const after = await order(page, 'for-you');
  await context.close();
  const share = (ids) => ids.slice(0, 10).filter((id) => taste.likes(byId.get(id))).length;
  return { taste, before, after, uncaught, share: { before: share(before), after: share(after) } };
}

/** Says what is not as it should be. */
function judge(visitors) {
  const same = (a, b) => a.join() === b.join();
  const complaints = visitors.flatMap(({ taste, before, after, share, uncaught }) => [
    ...uncaught.map((error) => `${taste.name}: the page threw ${error}`),
    ...(same(before, after) ? [`${taste.name}: the order did not change`] : []),
    ...(taste.demo && share.after < Math.max(2, 2 * share.before)
      ? [`${taste.name}: in the first ten ${share.after} times, expected twice the ${share.before} of before, and 2`]
      : []),
  ]);
  if (same(visitors[0].after, visitors[1].after)) complaints.push('both visitors see the same order');
  return complaints;
}

function plain({ taste, before, after, share }) {
  const top = (ids) => ids.slice(0, 5).map((id) => ({ id, name: byId.get(id).name, category: byId.get(id).category }));
  return { taste: taste.name, before: top(before), after: top(after), inFirstTen: share };
}

function print(visitors, times, complaints) {
  for (const { taste, before, after, share } of visitors) {
    console.log(`\nA visitor who clicked five products of ${taste.name}`);
    console.log(`  ${'before'.padEnd(50)}after`);
    for (let n = 0; n < 5; n++) console.log(`  ${n + 1}. ${short(before[n]).padEnd(47)}${n + 1}. ${short(after[n])}`);
    console.log(`  ${taste.name} in the first ten: ${share.before} before, ${share.after} after`);
  }
  console.log(`\nIn Chromium, median of ${times.runs}: the model of ${times.items.toLocaleString('en')} items`);
  console.log(`  loads in ${times.load.toFixed(1)} ms (both requests, compilation and every check included)`);
  console.log(`  counts a click in ${times.observe.toFixed(2)} ms`);
  console.log(`  arranges all ${times.products.toLocaleString('en')} products in ${times.rerank.toFixed(2)} ms`);
  if (times.large !== undefined) {
    console.log(
      `  makes a model of ${times.large.items.toLocaleString('en')} items ready in ${times.large.ready.toFixed(1)} ms, from its bytes`,
    );
  }
  for (const complaint of complaints) console.log(`NOT AS IT SHOULD BE: ${complaint}`);
}

function short(id) {
  const name = byId.get(id)?.name ?? '';
  return name.length > 45 ? `${name.slice(0, 44)}…` : name;
}
