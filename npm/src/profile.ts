/**
 * Holds the profile as a text: JSON that a person can read, that outlives a model, and that goes into the browser's
 * storage. docs/profile.md describes it.
 *
 * It refuses a text that is not all of this, whoever wrote it: nothing is taken from it then.
 */

import { isTime } from './checks.js';
import { EVENT_NAMES, profileOf, UNKNOWN } from './engine.js';
import { EtalageError } from './errors.js';
import type { Serving } from './start.js';
import type { RememberedEvent } from './types.js';

/** The version of the text. */
const VERSION = 1;
/** The most characters: a full session with the longest ids is shorter. */
const MOST_CHARACTERS = 500_000;
/** The most events that a session keeps, as in the core. */
const MOST_EVENTS = 256;

/** Writes what is remembered, and when it is stored, if it is. */
export function written({ engine }: Serving, at?: number): string {
  return JSON.stringify({ etalage: VERSION, at, events: profileOf(engine).events });
}

/**
 * Takes a profile in place of the present one; events with items that the model lacks are left out. False, and nothing
 * changed, where `counts` is given and the moment at which the text was stored does not count.
 *
 * @throws {@link EtalageError} `bad_profile`, and nothing changed, for a text that is none.
 */
export function take({ engine, handles }: Serving, text: string, counts?: (at: number) => boolean): boolean {
  const known: [number, number, number][] = [];
  let fresh = true;
  try {
    if (text.length > MOST_CHARACTERS) throw new RangeError(`more than ${MOST_CHARACTERS} characters`);
    const { etalage, at: stored, events } = JSON.parse(text) as { etalage: unknown; at: unknown; events: unknown };
    if (etalage !== VERSION || !Array.isArray(events) || events.length > MOST_EVENTS) {
      throw new TypeError(`expected etalage: ${VERSION}, and at most ${MOST_EVENTS} events`);
    }
    for (const { event, itemId, at } of events as RememberedEvent[]) {
      const kind = EVENT_NAMES.indexOf(event);
      if (kind < 0 || typeof itemId !== 'string' || !isTime(at)) throw new TypeError('expected event, itemId and at');
      const handle = handles.of(itemId);
      if (handle !== UNKNOWN) known.push([kind, handle, at]);
    }
    if (counts !== undefined) {
      if (!isTime(stored)) throw new TypeError('expected at, the time at which it was stored');
      fresh = counts(stored);
    }
  } catch (cause) {
    if (cause instanceof WebAssembly.RuntimeError) throw cause;
    throw new EtalageError('bad_profile', `the text is no profile: ${cause}; nothing was taken from it`, { cause });
  }
  if (fresh) {
    const column = (at: 0 | 1 | 2): number[] => known.map((event) => event[at]);
    engine.replay(Uint8Array.from(column(0)), Uint32Array.from(column(1)), Float64Array.from(column(2)));
  }
  return fresh;
}
