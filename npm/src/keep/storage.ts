/**
 * Holds the place of the visitor's profile between pages: `sessionStorage` for the grade `memory`, `localStorage` for
 * `persistent`, one key in either. A text counts from the moment at which it was stored until its days are over.
 *
 * It never throws, but for a trap of the engine. A browser that refuses, is full, or gives back what nobody here wrote
 * leaves the profile in the page's own memory, and {@link Keep.state} says so.
 */

import { PREFIX } from '../engine.js';
import { fromEngine } from '../errors.js';
import type { Consent } from '../options.js';
import { take, written } from '../profile.js';
import type { Serving } from '../start.js';
import type { StorageState } from '../types.js';

/** The grades of consent that this build can serve, each allowing what the ones before it allow. */
export const GRADES: readonly Consent[] = ['off', 'page', 'memory', 'persistent'];
/** The longest that anything is kept, in days. */
export const MOST_DAYS = 30;

const DAY = 86_400_000;
/** A clock that is set back by less than this, in ms, was only corrected. */
const SLACK = 60_000;
/** How long a page may be open, in ms, before what it remembers is compared with the clock again. */
const RECHECK = 600_000;

type Place = 'memory' | 'persistent';

/** One key in the browser's storage. */
export class Keep {
  /** How the storage took what was asked of it. */
  state: StorageState = 'unused';
  readonly #key: string;
  readonly #ttl: number;
  /** When what is stored was last known to count. */
  #checked: number | undefined;

  /** Names the key, after `etalage:`, and says for how many days what is stored there counts. */
  constructor(name: string, days: number) {
    this.#key = PREFIX + name;
    this.#ttl = days * DAY;
  }

  /** Lets the engine take over what is stored, and says whether there was anything that still counts. */
  restore(serving: Serving, grade: Consent): boolean {
    const now = Date.now();
    const counts = (at: number): boolean => at <= now + SLACK && now - at <= this.#ttl;
    const found =
      this.#use(grade, (area) => {
        const text = area.getItem(this.#key);
        if (text === null) return false;
        if (take(serving, text, counts)) return true;
        area.removeItem(this.#key);
        return false;
      }) === true;
    this.#checked = found ? now : undefined;
    return found;
  }

  /** Lets the engine store its profile in place of the one before it, with the time. */
  save(serving: Serving, grade: Consent): void {
    const now = Date.now();
    this.#checked = this.#use(grade, (area) => {
      serving.engine.store?.(area, this.#key, written(serving, now));
      return now;
    });
    // What could not be replaced must not be read again as if it were new.
    if (this.#checked === undefined) this.clear();
  }

  /** Says that enough time has passed, or the clock was set back, for {@link Keep.restore} to be asked again. */
  due(): boolean {
    if (this.#checked === undefined) return false;
    const age = Date.now() - this.#checked;
    return age < -SLACK || age > RECHECK;
  }

  /** Deletes the key everywhere, or everywhere but in the place of one grade. */
  clear(except?: Consent): void {
    for (const place of ['memory', 'persistent'] as const) {
      if (place === except) continue;
      try {
        areaOf(place).removeItem(this.#key);
      } catch {
        // Where nothing can be removed, nothing could be stored.
      }
    }
    if (except !== undefined && isPlace(except)) return;
    this.#checked = undefined;
    if (this.state === 'kept') this.state = 'unused';
  }

  #use<T>(grade: Consent, use: (area: Storage) => T): T | undefined {
    if (!isPlace(grade)) return undefined;
    try {
      const result = use(areaOf(grade));
      if (this.state !== 'discarded') this.state = 'kept';
      return result;
    } catch (thrown) {
      const { code } = fromEngine(thrown);
      if (code === 'engine_trapped') throw thrown;
      this.clear();
      this.state = code === 'bad_profile' ? 'discarded' : readable(grade) ? 'full' : 'blocked';
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

/** Says whether the browser lets us look at least: then it has no room. */
function readable(place: Place): boolean {
  try {
    areaOf(place).getItem(PREFIX);
    return true;
  } catch {
    return false;
  }
}
