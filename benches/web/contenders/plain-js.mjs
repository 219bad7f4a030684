/** Holds what one writes first: float rows, a loop, the 20 best kept by insertion. */

const K = 20;

export function plainJs({ factors, vector, nItems, nFactors }) {
  const scores = new Float64Array(K);
  const items = new Int32Array(K);
  return {
    name: 'plainJs',
    call: () => top(factors, vector, nItems, nFactors, scores, items),
    items: () => [...items],
  };
}

function top(factors, vector, nItems, nFactors, scores, items) {
  scores.fill(Number.NEGATIVE_INFINITY);
  for (let item = 0; item < nItems; item++) {
    let score = 0;
    const start = item * nFactors;
    for (let f = 0; f < nFactors; f++) score += factors[start + f] * vector[f];
    if (score > scores[K - 1]) insert(scores, items, score, item);
  }
}

function insert(scores, items, score, item) {
  let place = K - 1;
  for (; place > 0 && scores[place - 1] < score; place--) {
    scores[place] = scores[place - 1];
    items[place] = items[place - 1];
  }
  scores[place] = score;
  items[place] = item;
}
