/**
 * Holds what is checked before a value crosses to the engine: the caller's own mistakes.
 *
 * A mistake in code (a misspelt event, strength 7) throws here, with a code and the cure. A surprise in data (an id that
 * the model does not know, an empty list) is no mistake and is not looked for here.
 */

import { GRADES, MOST_DAYS } from 'etalage:keep';
import { EVENT_NAMES } from './engine.js';
import { type ErrorCode, EtalageError } from './errors.js';
import type { CandidateOptions, Consent, ItemEvent, LoadOptions } from './options.js';

// Dates end here: ±8.64e15 ms from 1970 is the range of ECMAScript's time values.
const LAST_TIME = 8.64e15;

/** Refuses a grade of consent that this version does not have. */
export function assertConsent(consent: unknown): asserts consent is Consent {
  if (!GRADES.some((grade) => grade === consent)) refuse('unsupported_consent', 'consent', oneOf(GRADES), consent);
}

/** Refuses an event that is not about one item at one moment. */
export function assertEvent(event: ItemEvent): asserts event is Required<ItemEvent> {
  if (typeof event !== 'object' || event === null)
    refuse('unknown_event', 'observe', 'an object { event, itemId }', event);
  if (!EVENT_NAMES.some((name) => name === event.event))
    refuse('unknown_event', 'event', oneOf(EVENT_NAMES), event.event);
  if (typeof event.itemId !== 'string') refuse('bad_id', 'itemId', 'a string', event.itemId);
  const at = event.timestamp;
  if (at !== undefined && !isTime(at)) {
    refuse('bad_time', 'timestamp', 'milliseconds since 1970, as Date.now() gives them', at);
  }
}

/** Refuses products that are no list and options that do not say how to read them. */
export function assertCandidates<P>(products: readonly P[], options: CandidateOptions<P>): void {
  if (!Array.isArray(products)) refuse('bad_products', 'products', 'an array', products);
  if (typeof options?.id !== 'function') refuse('bad_id', 'id', 'a function from product to id', options?.id);
}

/** Refuses a strength that is no share. */
export function assertStrength(strength: unknown): void {
  if (strength !== undefined && !isBetween(strength, 0, 1)) {
    refuse('bad_strength', 'strength', 'a number from 0 to 1', strength);
  }
}

/** Refuses options that cannot be followed. */
export function assertOptions({ consent, keepDays, deadline }: LoadOptions): void {
  if (consent !== undefined) assertConsent(consent);
  if (keepDays !== undefined && !isBetween(keepDays, 0, MOST_DAYS)) {
    refuse('bad_option', 'keepDays', `a number of days from 0 to ${MOST_DAYS}`, keepDays);
  }
  if (deadline !== undefined && !isBetween(deadline, 0, Number.POSITIVE_INFINITY)) {
    refuse('bad_option', 'deadline', 'a number of ms, 0 or more', deadline);
  }
}

/** Refuses what cannot be called. */
export function assertListener(listener: unknown): void {
  if (typeof listener !== 'function') refuse('bad_option', 'listener', 'a function', listener);
}

/** Refuses a count that is not one. */
export function assertCount(k: number): void {
  if (!Number.isInteger(k) || k < 0 || k > 0xffff_ffff) refuse('bad_k', 'k', 'a whole number, 0 or more', k);
}

/** Refuses anything but the bytes of a model. */
export function assertBytes(bytes: unknown): asserts bytes is Uint8Array | ArrayBuffer {
  if (!(bytes instanceof Uint8Array || bytes instanceof ArrayBuffer)) {
    refuse('bad_bytes', 'bytes', 'a Uint8Array or an ArrayBuffer', bytes);
  }
}

/** Also false for NaN, and for what JavaScript would only turn into a number. */
/** Whether a value is a time in ms that a date can hold. */
export function isTime(at: unknown): at is number {
  return isBetween(at, -LAST_TIME, LAST_TIME);
}

function isBetween(value: unknown, low: number, high: number): boolean {
  return typeof value === 'number' && value >= low && value <= high;
}

function oneOf(names: readonly string[]): string {
  return `one of ${names.join(', ')}`;
}

function refuse(code: ErrorCode, what: string, expected: string, found: unknown): never {
  throw new EtalageError(code, `${what}: expected ${expected}, found ${describe(found)}`);
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return typeof value === 'number' ? String(value) : value === null ? 'null' : typeof value;
}
