/** Holds TensorFlow.js with its wasm backend: matMul and topk, one thread, SIMD. */

/** Puts a shop's factors into the backend's memory. */
export async function tfjs({ factors, vector, nItems, nFactors }) {
  const tf = await start();
  const y = tf.tensor2d(factors, [nItems, nFactors]);
  const x = tf.tensor2d(vector, [1, nFactors]);
  let items;
  return {
    name: 'tfjs',
    call() {
      tf.tidy(() => {
        items = tf.topk(tf.matMul(x, y, false, true), 20).indices.dataSync();
      });
    },
    items: () => Array.from(items),
    close() {
      x.dispose();
      y.dispose();
    },
  };
}

async function start() {
  // In a page its two scripts have made `tf` (page.html): its ES modules ask for Node's own in every host.
  const tf = globalThis.tf ?? (await import('@tensorflow/tfjs-core')).default;
  const wasm = globalThis.tf?.wasm ?? (await import('@tensorflow/tfjs-backend-wasm')).default;
  if (tf.getBackend?.() === 'wasm') return tf;
  if (globalThis.document) wasm.setWasmPaths('/benches/web/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new Error('expected SIMD, which tfjs did not find');
  await tf.setBackend('wasm');
  await tf.ready();
  return tf;
}
