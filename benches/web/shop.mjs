/**
 * Holds what all contenders rank: one shop, one visitor, as `cargo xtask bench` wrote them.
 *
 * The float contenders get the very numbers that the int8 file stands for, scale times row, so that all are asked the
 * same question.
 */

/**
 * Reads the shop of a number of items.
 * @param {(path: string) => Promise<Uint8Array>} read gives a file of the fixtures
 */
export async function openShop(read, nItems) {
  const file = async (name) => read(`${nItems}/${name}`);
  const card = JSON.parse(new TextDecoder().decode(await file('shop.json')));
  const rows = new Int8Array((await file('rows.i8')).slice().buffer);
  const scales = new Float32Array((await file('scales.f32')).slice().buffer);
  const vector = new Float32Array((await file('vector.f32')).slice().buffer);
  const { nFactors } = card;
  const factors = new Float32Array(rows.length);
  for (let at = 0; at < rows.length; at++) factors[at] = rows[at] * scales[Math.floor(at / nFactors)];
  return {
    ...card,
    rows,
    scales,
    vector,
    factors,
    query: rounded(vector),
    models: {
      factors: await file('factors.etalage'),
      plain: await file('plain.etalage'),
      hybrid: await file('hybrid.etalage'),
    },
  };
}

/** Rounds a vector to int16, half away from zero, with the largest entry at 32,767. */
function rounded(vector) {
  const scale = vector.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0) / 32_767;
  return Int16Array.from(vector, (v) => Math.sign(v) * Math.round(Math.abs(v) / scale));
}
