/**
 * Holds the whole bench: for each size of shop every contender answers, the answers are checked against each other, and
 * then they are timed in turns. The same module runs in Node and in a page.
 */

import { check } from './checks.mjs';
import { bare } from './contenders/bare.mjs';
import {
  bestStep,
  compileEngine,
  listing,
  load,
  recommend,
  rerankHandles,
  rerankListing,
  visitStep,
} from './contenders/etalage.mjs';
import { onnxruntime } from './contenders/onnxruntime.mjs';
import { plainJs } from './contenders/plain-js.mjs';
import { tfjs } from './contenders/tfjs.mjs';
import { unrolledJs } from './contenders/unrolled-js.mjs';
import { openShop } from './shop.mjs';
import { PACE, race } from './stopwatch.mjs';

/**
 * Runs the bench.
 * @param {object} options
 * @param {(path: string) => Promise<Uint8Array>} options.read gives a file that `cargo xtask bench` wrote
 * @param {(path: string) => Promise<Uint8Array>} options.engine gives a file of the package's engine
 * @param {boolean} options.quick one small shop without the rivals of npm: only whether the answers are right
 * @returns {Promise<{ sizes: { nItems: number, times: object }[], load: { nItems: number, time: object } }>}
 */
export async function bench({ read, engine, quick = false, say = () => {} }) {
  await compileEngine(await engine('etalage_bg.wasm'));
  const bareWasm = await read('bare.wasm');
  const pace = quick ? PACE.quick : PACE.full;
  const sizes = [];
  for (const nItems of quick ? [1_000] : [1_000, 10_000, 100_000]) {
    const shop = await openShop(read, nItems);
    const contenders = await enter(shop, bareWasm, quick);
    for (const { before, call } of contenders) {
      await before?.();
      await call();
    }
    check(shop, contenders);
    say(`${nItems} items: the answers of ${contenders.length} contenders agree`);
    sizes.push({ nItems, times: await race(contenders, pace) });
    for (const { close } of contenders) await close?.();
  }
  return { sizes, load: await loading(await read('load.etalage'), pace) };
}

async function enter(shop, bareWasm, quick) {
  const { loop, read } = await bare(bareWasm, shop);
  const { factors, plain, hybrid } = shop.models;
  return [
    plainJs(shop),
    unrolledJs(shop),
    ...(quick ? [] : await rivals(shop)),
    loop,
    read,
    await recommend('factors', shop, factors),
    await recommend('plain', shop, plain),
    await recommend('hybrid', shop, hybrid),
    await rerankHandles('handles', shop, hybrid, shop.candidates),
    await rerankHandles('listing', shop, hybrid, listing(shop)),
    await rerankListing('candidates', shop, hybrid, false),
    await rerankListing('products', shop, hybrid, true),
    await visitStep('visitPlain', shop, plain),
    await visitStep('visit', shop, hybrid),
    await bestStep('bestPlain', shop, plain),
    await bestStep('best', shop, hybrid),
  ];
}

const rivals = async (shop) => [
  await onnxruntime('onnxruntime', shop, false),
  await onnxruntime('onnxruntimeByColumns', shop, true),
  await tfjs(shop),
];

async function loading(model, pace) {
  const contender = load(model);
  const { load: time } = await race([contender], pace);
  const nItems = contender.nItems();
  contender.close();
  return { nItems, time };
}
