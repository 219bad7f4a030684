/** Holds the yard-sticks of bare.wat: the SIMD loop alone, and one read of its bytes. */

const PAGE = 65_536;
const PAIRS = 20 * 8;

/** Puts a shop's rows behind the visitor's vector in the memory of a fresh instance. */
export async function bare(wasm, { rows, query, nItems, nFactors }) {
  if (nFactors !== 64) throw new Error(`bare.wat is written for 64 factors, found ${nFactors}`);
  const { instance } = await WebAssembly.instantiate(wasm);
  const { memory, top20, read } = instance.exports;
  const [vectorAt, bestAt, rowsAt] = [0, 256, 1024];
  memory.grow(Math.ceil((rowsAt + rows.length) / PAGE));
  new Int16Array(memory.buffer, vectorAt).set(query);
  new Int8Array(memory.buffer, rowsAt).set(rows);
  const pairs = new Int32Array(memory.buffer, bestAt, PAIRS / 4);
  return {
    loop: {
      name: 'bare',
      call: () => top20(rowsAt, nItems, vectorAt, bestAt),
      items: () => Array.from({ length: 20 }, (_, n) => pairs[2 * n + 1]),
      sums: () => Array.from({ length: 20 }, (_, n) => pairs[2 * n]),
    },
    read: { name: 'read', call: () => read(rowsAt, nItems), answer: () => read(rowsAt, nItems) },
  };
}
