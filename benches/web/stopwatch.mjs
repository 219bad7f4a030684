/**
 * Holds the stopwatch: contenders run in turns, one sample each a round, so that whatever else the machine does meets
 * all of them alike.
 *
 * A sample is a batch of calls long enough for a browser's coarse clock. What a contender prepares before each call is
 * outside of its time, and such a contender is timed call by call.
 */

/** How long and how often to measure; `quick` only proves that everything runs. */
export const PACE = {
  full: { warmUpMs: 300, sampleMs: 1, rounds: 101 },
  quick: { warmUpMs: 0, sampleMs: 0.2, rounds: 3 },
};

/**
 * Times contenders `{ name, call, before? }` against each other.
 * @returns {Promise<Record<string, { median: number, q1: number, q3: number }>>} ms a call, by name
 */
export async function race(contenders, { warmUpMs, sampleMs, rounds }) {
  const runners = [];
  for (const contender of contenders)
    runners.push({ contender, times: [], calls: await warmUp(contender, warmUpMs, sampleMs) });
  for (let round = 0; round < rounds; round++) {
    for (const { contender, times, calls } of runners) times.push(await sample(contender, calls));
  }
  return Object.fromEntries(runners.map(({ contender, times }) => [contender.name, quartiles(times)]));
}

/** Calls until the compilers have done their work, and returns how many calls make a sample. */
async function warmUp(contender, warmUpMs, sampleMs) {
  const begin = performance.now();
  let calls = 0;
  let spent = 0;
  do {
    spent += await sample(contender, 1);
    calls++;
  } while (performance.now() - begin < warmUpMs || calls < 3);
  return Math.max(1, Math.ceil((sampleMs * calls) / Math.max(spent, 1e-3)));
}

/** Times a number of calls, in ms a call. */
async function sample({ call, before }, calls) {
  let spent = 0;
  if (before === undefined) {
    const begin = performance.now();
    for (let n = 0; n < calls; n++) {
      // Awaiting what is no promise would add the event loop's time to it.
      const answer = call();
      if (answer instanceof Promise) await answer;
    }
    spent = performance.now() - begin;
  } else {
    for (let n = 0; n < calls; n++) {
      await before();
      const begin = performance.now();
      const answer = call();
      if (answer instanceof Promise) await answer;
      spent += performance.now() - begin;
    }
  }
  return spent / calls;
}

function quartiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  return { median: at(0.5), q1: at(0.25), q3: at(0.75) };
}
