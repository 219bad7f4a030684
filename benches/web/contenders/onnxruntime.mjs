/** Holds onnxruntime-web: MatMul and TopK in its wasm, one thread, SIMD. */

import { topKModel } from '../onnx-model.mjs';

/** Opens a session with the factors of a shop, laid out one way or the other (see `topKModel`). */
export async function onnxruntime(name, shop, byColumns) {
  const ort = await import('onnxruntime-web/wasm');
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(topKModel(shop, 20, byColumns), {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
  });
  const { nFactors, vector } = shop;
  const feeds = { x: new ort.Tensor('float32', vector, byColumns ? [1, nFactors] : [nFactors, 1]) };
  let answer;
  return {
    name,
    async call() {
      answer = await session.run(feeds);
    },
    items: () => Array.from(answer.items.data, Number),
    close: () => session.release(),
  };
}
