/**
 * Holds what stands behind a personalizer: the engine or the reason why there is none, what the visitor allows, where the
 * profile is kept, and the other tabs.
 *
 * It refuses to let a failure of the engine reach the page. An instance that trapped is thrown away with the session that
 * it held, since that may be what it trapped on, and made anew from the compiled module.
 */

import { GRADES, Keep } from 'etalage:keep';
import { EVENT_NAMES, PREFIX, UNKNOWN } from './engine.js';
import { EtalageError, fromEngine, isMistake } from './errors.js';
import type { Consent, ItemEvent, PersonalizerOptions } from './options.js';
import { take } from './profile.js';
import { compile, type Serving, serve } from './start.js';
import { Tabs, type Word } from './tabs.js';
import type { Change } from './types.js';

/** An engine that goes on trapping is not started for ever. */
const MOST_RESTARTS = 3;
/** How many events wait at most for a model that is late. */
const MOST_WAITING = 64;

/** One visitor in front of one model. */
export class Visit {
  /** Either what serves, or why nothing does. */
  state: Serving | EtalageError;
  /** What the visitor allows, as far as it is followed. */
  consent: Consent = 'off';
  /** Whether Global Privacy Control holds the grade down. */
  held = false;
  /** Grows with every change. */
  revision = 1;
  readonly keep: Keep;
  readonly #tabs: Tabs;
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #gpc: boolean;
  /** The model as it came, for the next instance. */
  #model: Uint8Array | undefined;
  #restarts = 0;
  #disposed = false;
  /** What was observed while the model was late; undefined where it will not be adopted. */
  #waiting: ItemEvent[] | undefined;

  /** Begins without an engine. */
  constructor(why: EtalageError, { keepDays = 7, storageName = 'profile', ...options }: PersonalizerOptions) {
    this.state = why;
    this.#gpc = options.ignoreGlobalPrivacyControl !== true && signalled();
    this.keep = new Keep(storageName, keepDays);
    this.#tabs = new Tabs(PREFIX + storageName, (word) => this.#hear(word));
    if (options.consent !== undefined) this.allow(options.consent);
  }

  /** Takes an engine and what was stored for it. */
  adopt(serving: Serving, model: Uint8Array): void {
    if (this.#disposed) return;
    this.state = serving;
    this.#model = model;
    this.#enter();
    for (const event of this.#waiting ?? []) this.observe(event);
    this.#waiting = undefined;
    this.changed('engine');
  }

  /** Goes on without an engine. */
  fail(why: EtalageError): void {
    if (this.#disposed) return;
    this.state = why;
    this.#waiting = undefined;
    this.changed('engine');
  }

  /** Keeps what is observed until the model comes after all. */
  wait(): void {
    this.#waiting ??= [];
  }

  /** Asks the engine; without one, or when it fails, the answer is `otherwise`. */
  ask<T>(question: (serving: Serving) => T, otherwise: () => T): T {
    if (this.state instanceof EtalageError) return otherwise();
    try {
      // A page may be open for longer than what it remembers counts.
      if (this.keep.due() && !this.keep.restore(this.state, this.consent)) this.state.engine.erase();
      return question(this.state);
    } catch (thrown) {
      const error = fromEngine(thrown);
      if (isMistake(error)) throw error;
      this.#restart(error);
      return otherwise();
    }
  }

  /** Counts an event that was checked. */
  observe(event: ItemEvent): boolean {
    if (this.consent === 'off') return false;
    if (this.#waiting !== undefined && this.state instanceof EtalageError) {
      if (this.#waiting.length < MOST_WAITING) this.#waiting.push({ timestamp: Date.now(), ...event });
      return false;
    }
    const counted = this.ask(
      ({ engine, handles }) => {
        const handle = handles.of(event.itemId);
        if (handle === UNKNOWN) return false;
        engine.observe(EVENT_NAMES.indexOf(event.event), handle, event.timestamp ?? Date.now());
        return true;
      },
      () => false,
    );
    if (counted) {
      this.save();
      this.changed('event');
    }
    return counted;
  }

  /** Follows a decision of the visitor, and lets the other tabs follow it where it takes something away. */
  allow(consent: Consent): void {
    this.#follow(consent);
    if (consent !== GRADES.at(-1)) this.#tabs.tell(consent);
  }

  /** Forgets the visitor, here and in the other tabs. */
  erase(): void {
    this.#forget();
    this.#tabs.tell('erase');
  }

  /** Takes a profile in place of the present one; false when it is none. */
  import(profile: string): boolean {
    if (this.consent === 'off') return false;
    const taken = this.ask(
      (serving) => {
        try {
          return take(serving, profile);
        } catch (thrown) {
          // What a visitor brings along is data: that it is no profile is no mistake of the page.
          if (thrown instanceof EtalageError) return false;
          throw thrown;
        }
      },
      () => false,
    );
    if (taken) {
      this.save();
      this.changed('profile');
    }
    return taken;
  }

  /** Stores the profile where the grade says. */
  save(): void {
    this.ask(
      (serving) => this.keep.save(serving, this.consent),
      () => undefined,
    );
  }

  /** Listens to changes until the function that it gives is called. */
  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the listeners. */
  changed(change: Change): void {
    this.revision++;
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        // The page's own mistake is for the page to see, and not in the way of what was asked of us.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  /** Ends it all; what is stored stays stored. */
  dispose(why: EtalageError): void {
    if (!(this.state instanceof EtalageError)) this.state = why;
    this.#model = undefined;
    this.#waiting = undefined;
    this.#disposed = true;
    this.#tabs.close();
    this.#listeners.clear();
  }

  #follow(asked: Consent): void {
    const before = this.consent;
    this.held = this.#gpc && asked !== 'off';
    this.consent = this.held ? 'off' : asked;
    this.keep.clear(this.consent);
    if (this.consent === 'off') this.#waiting?.splice(0);
    this.#enter(before);
    this.changed('consent');
  }

  /** Lets the engine count, or not, and brings profile and storage together. */
  #enter(before: Consent = 'off'): void {
    const off = this.consent === 'off';
    this.ask(
      ({ engine }) => {
        engine.setEnabled(!off);
        if (off) engine.erase();
      },
      () => undefined,
    );
    if (off) return;
    if (before === 'off') this.#read();
    else this.save();
  }

  /** Takes over what is stored for the present grade. */
  #read(): void {
    this.ask(
      (serving) => this.keep.restore(serving, this.consent),
      () => false,
    );
  }

  #forget(): void {
    this.ask(
      ({ engine }) => engine.erase(),
      () => undefined,
    );
    this.#waiting?.splice(0);
    this.keep.clear();
    this.changed('profile');
  }

  #hear(word: Word): void {
    if (word === 'erase') this.#forget();
    else if (word === 'changed') {
      if (this.consent !== 'persistent') return;
      this.#read();
      this.changed('profile');
    } else if (GRADES.indexOf(word) >= 0 && GRADES.indexOf(word) < GRADES.indexOf(this.consent)) this.#follow(word);
  }

  #restart(error: EtalageError): void {
    this.keep.clear();
    this.fail(error);
    const model = this.#model;
    if (model === undefined || this.#restarts++ >= MOST_RESTARTS) return;
    compile()
      .then((module) => serve(module, model))
      .then(
        (serving) => this.adopt(serving, model),
        () => undefined,
      );
  }
}

/** Whether the browser sends Global Privacy Control. */
function signalled(): boolean {
  return (
    typeof navigator === 'object' && 'globalPrivacyControl' in navigator && navigator.globalPrivacyControl === true
  );
}
