/**
 * Holds the profile as text, to be kept, taken along, or read by the person whom it is about.
 *
 * It refuses text that nobody here wrote: each event is checked as one that a page hands in.
 */

import { assertEvent } from './checks.js';
import { type Engine, UNKNOWN } from './engine.js';
import type { Serving } from './start.js';
import type { ItemEvent } from './types.js';

const MOST_EVENTS = 1_000;

/** Writes the profile that an engine has. */
export function profileText(engine: Engine): string {
  const events = engine.profile().events.map(({ event, itemId, at }) => [event, itemId, at]);
  return JSON.stringify({ etalage: 1, events });
}

/** Gives an engine a profile in place of its own; false, and nothing changed, when it is none. */
export function importProfile({ engine, handles }: Serving, text: string): boolean {
  const events = parsed(text);
  if (events === undefined) return false;
  engine.erase();
  for (const { event, itemId, timestamp } of events) {
    const handle = handles.of(itemId);
    if (handle !== UNKNOWN) engine.observe(event, handle, timestamp);
  }
  return true;
}

function parsed(text: string): Required<ItemEvent>[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('events' in value) || !Array.isArray(value.events)) return;
    if (value.events.length > MOST_EVENTS) return;
    return value.events.map(([event, itemId, timestamp]) => {
      const found = { event, itemId, timestamp };
      assertEvent(found);
      return found;
    });
  } catch {
    return undefined;
  }
}
