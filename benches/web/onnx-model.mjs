/**
 * Holds a writer of one ONNX model: the product of all factors with a vector, then the k best. The format is protobuf;
 * these are the few fields of `onnx.proto` that such a model needs.
 */

const FLOAT = 1;
const INT64 = 7;

/**
 * Writes the model: input `x`, outputs `scores` and `items`; the factors `y` lie inside.
 *
 * `byColumns` lays the factors out as (nFactors, nItems) for x·Y, which suits the runtime's vector product; otherwise they
 * stay (nItems, nFactors), a row an item, for Y·x.
 */
export function topKModel({ factors, nItems, nFactors }, k, byColumns) {
  const y = byColumns ? transposed(factors, nItems, nFactors) : factors;
  const along = (rows, columns) => (byColumns ? [rows, columns] : [columns, rows]);
  const graph = [
    message(1, node('MatMul', byColumns ? ['x', 'y'] : ['y', 'x'], ['all'])),
    message(1, node('TopK', ['all', 'k'], ['scores', 'items'], byColumns ? 1 : 0)),
    text(2, 'top-k'),
    message(5, tensor('y', FLOAT, along(nFactors, nItems), new Uint8Array(y.buffer))),
    message(5, tensor('k', INT64, [1], new Uint8Array(BigInt64Array.of(BigInt(k)).buffer))),
    message(11, value('x', FLOAT, along(1, nFactors))),
    message(12, value('scores', FLOAT, along(1, k))),
    message(12, value('items', INT64, along(1, k))),
  ];
  // IR version 8, operator set 17 of the default domain.
  return join([number(1, 8), message(7, join(graph)), message(8, join([text(1, ''), number(2, 17)]))]);
}

function transposed(factors, nItems, nFactors) {
  const columns = new Float32Array(factors.length);
  for (let item = 0; item < nItems; item++) {
    for (let f = 0; f < nFactors; f++) columns[f * nItems + item] = factors[item * nFactors + f];
  }
  return columns;
}

/** Writes a node; `axis` is an attribute of type INT. */
const node = (operator, inputs, outputs, axis) =>
  join([
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
    ...(axis === undefined ? [] : [message(5, join([text(1, 'axis'), number(3, axis), number(20, 2)]))]),
  ]);

const tensor = (name, type, shape, bytes) =>
  join([...shape.map((length) => number(1, length)), number(2, type), text(8, name), message(9, bytes)]);

const value = (name, type, shape) => {
  const dimensions = join(shape.map((length) => message(1, number(1, length))));
  return join([text(1, name), message(2, message(1, join([number(1, type), message(2, dimensions)])))]);
};

/** Writes a field of wire type 0. */
const number = (field, n) => join([varint(field << 3), varint(n)]);

/** Writes a field of wire type 2. */
const message = (field, bytes) => join([varint((field << 3) | 2), varint(bytes.length), bytes]);

const text = (field, words) => message(field, new TextEncoder().encode(words));

function varint(n) {
  const bytes = [];
  for (; n > 0x7f; n = Math.floor(n / 128)) bytes.push((n % 128) | 0x80);
  return Uint8Array.of(...bytes, n);
}

function join(parts) {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
