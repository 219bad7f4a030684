/**
 * Holds the visitor's profile between pages: in `sessionStorage` for the grade `memory`, in `localStorage` for
 * `persistent`, one key in either.
 *
 * It never throws. A browser that refuses, is full, or gives back what nobody here wrote leaves the profile in the page's
 * own memory, and {@link Keep.state} says so.
 */

import type { Consent, StorageState } from '../types.js';

/** The grades of consent that this build can serve, each allowing what the ones before it allow. */
export const GRADES: readonly Consent[] = ['off', 'page', 'memory', 'persistent'];

const DAY = 86_400_000;
/** The longest that anything is kept, in days, whatever the stored text says. */
export const MOST_DAYS = 30;
// A clock that is set back by less than this was only corrected.
const SLACK = 60_000;
// A profile has a few dozen events. Whatever is longer was not written here.
const MOST_CHARACTERS = 65_536;

type Place = 'memory' | 'persistent';

/** One key in the browser's storage. */
export class Keep {
  /** How the storage took what was asked of it. */
  state: StorageState = 'unused';
  readonly #key: string;
  readonly #ttl: number;
  /** When what is stored was stored. */
  #at: number | undefined;

  /** Names the key and says for how many days what is stored there counts. */
  constructor(key: string, days: number) {
    this.#key = key;
    this.#ttl = days * DAY;
  }

  /** Gives what was stored, unless it is too old, comes from the future, or is not what {@link Keep.write} writes. */
  read(grade: Consent): string | undefined {
    if (!isPlace(grade)) return undefined;
    const text = this.#use(grade, (area) => area.getItem(this.#key));
    if (typeof text !== 'string') return undefined;
    const [at, profile] = parsed(text);
    if (typeof at !== 'number' || typeof profile !== 'string') return this.discard();
    this.#at = at;
    if (!this.expired()) return profile;
    this.clear();
    return undefined;
  }

  /** Says, once, that what is stored has come of age, or that the clock no longer tells. */
  expired(): boolean {
    if (this.#at === undefined) return false;
    const age = Date.now() - this.#at;
    if (age >= -SLACK && age < this.#ttl) return false;
    this.#at = undefined;
    return true;
  }

  /** Stores a profile in place of the one before it, with the time. */
  write(grade: Consent, profile: string): void {
    if (!isPlace(grade)) return;
    const at = Date.now();
    this.#at = this.#use(grade, (area) => {
      area.setItem(this.#key, JSON.stringify([at, profile]));
      return at;
    });
    // What could not be replaced must not be read again as if it were new.
    if (this.#at === undefined) this.#remove(grade);
  }

  /** Says that what was stored cannot be used, and deletes it. */
  discard(): undefined {
    this.clear();
    this.state = 'discarded';
  }

  /** Deletes the key everywhere, or everywhere but in the place of one grade. */
  clear(except?: Consent): void {
    for (const place of ['memory', 'persistent'] as const) if (place !== except) this.#remove(place);
    if (except !== undefined && isPlace(except)) return;
    this.#at = undefined;
    if (this.state === 'kept') this.state = 'unused';
  }

  #remove(place: Place): void {
    try {
      areaOf(place).removeItem(this.#key);
    } catch {
      // Where nothing can be removed, nothing could be stored.
    }
  }

  #use<T>(place: Place, use: (area: Storage) => T): T | undefined {
    try {
      const result = use(areaOf(place));
      if (this.state !== 'discarded') this.state = 'kept';
      return result;
    } catch (error) {
      this.state = error instanceof DOMException && error.name === 'QuotaExceededError' ? 'full' : 'blocked';
      return undefined;
    }
  }
}

function isPlace(grade: Consent): grade is Place {
  return grade === 'memory' || grade === 'persistent';
}

/** Asking for the area may throw already. */
function areaOf(place: Place): Storage {
  return place === 'memory' ? sessionStorage : localStorage;
}

function parsed(text: string): readonly unknown[] {
  if (text.length > MOST_CHARACTERS) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
