/**
 * Holds what must be true of the contenders' answers before their times mean anything.
 *
 * Integers must agree in every bit, and our engine with what the same core, compiled for this machine, wrote beside the
 * shop. Floats must agree with sums in f64 as far as rounding the visitor's vector to int16 lets them.
 */

const TOLERANCE = 1e-4;

/** Compares the answers of all contenders of one size; throws at the first that is wrong. */
export function check(shop, contenders) {
  const truth = dots(shop, shop.factors, shop.vector);
  const best = bestFirst(truth);
  for (const { name, items } of contenders) {
    if (items !== undefined && !['bare', 'plain', 'hybrid'].includes(name)) agrees(name, items(), truth, best);
  }
  const named = Object.fromEntries(contenders.map((contender) => [contender.name, contender]));
  const sums = dots(shop, shop.rows, shop.query);
  same('bare: items', named.bare.items(), bestFirst(sums));
  same(
    'bare: sums',
    named.bare.sums(),
    bestFirst(sums).map((item) => sums[item]),
  );
  same(
    'read',
    named.read.answer(),
    new Int32Array(shop.rows.buffer).reduce((all, four) => all ^ four, 0),
  );
  same('factors: items and scores', named.factors.recommended(), shop.recommended.factors);
  same('plain: items and scores', named.plain.recommended(), shop.recommended.plain);
  same('hybrid: items and scores', named.hybrid.recommended(), shop.recommended.hybrid);
  same('a click, then the best, without features', named.bestPlain.recommended(), shop.recommended.plain);
  same('a click, then the best', named.best.recommended(), shop.recommended.hybrid);
  same('1,000 handles', named.handles.order(), shop.order.candidates);
  for (const name of ['listing', 'candidates', 'products']) same(name, named[name].order(), shop.order.listing);
  same('the page of the visit without features', named.visitPlain.order(), shop.order.plainPage);
  same('the page of the visit', named.visit.order(), shop.order.page);
}

/** Gives the product of every row with a vector, in f64. */
function dots({ nItems, nFactors }, rows, vector) {
  return Float64Array.from({ length: nItems }, (_, item) => {
    let sum = 0;
    for (let f = 0; f < nFactors; f++) sum += rows[item * nFactors + f] * vector[f];
    return sum;
  });
}

/** Gives the 20 items of the greatest scores, of equals the lower one first. */
const bestFirst = (scores) => [...scores.keys()].sort((a, b) => scores[b] - scores[a] || a - b).slice(0, 20);

function agrees(name, items, truth, best) {
  if (new Set(items).size !== 20) throw new Error(`${name}: expected 20 different items, found ${items}`);
  items.forEach((item, rank) => {
    const [expected, found] = [truth[best[rank]], truth[item]];
    if (!(Math.abs(expected - found) <= TOLERANCE * Math.abs(truth[best[0]]))) {
      throw new Error(`${name}: expected a score of ${expected} at rank ${rank}, found ${found} (item ${item})`);
    }
  });
}

function same(what, found, expected) {
  const [a, b] = [found, expected].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${what}: expected ${b.slice(0, 300)}, found ${a.slice(0, 300)}`);
}
