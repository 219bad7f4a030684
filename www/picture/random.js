/** Holds the chance that draws pictures: the same seed gives the same picture, on every device and every visit. */

/**
 * Hashes a text to 32 bits (FNV-1a).
 * @param {string} text
 * @returns {number}
 */
export function hash(text) {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/**
 * Makes a stream of numbers from a seed (mulberry32), with the few questions that a drawing asks of chance.
 * @param {string} seed
 */
export function chance(seed) {
  let state = hash(seed);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    /** Gives a number from `low` to `high`. */
    between: (low, high) => low + next() * (high - low),
    /** Gives one of the choices. */
    pick: (choices) => choices[Math.floor(next() * choices.length)],
    /** Comes true with probability `p`. */
    maybe: (p) => next() < p,
  };
}

/** @typedef {ReturnType<typeof chance>} Chance */
