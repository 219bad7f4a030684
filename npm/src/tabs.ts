/**
 * Holds the shop's open tabs in step: what is withdrawn or erased in one is gone from all of them at once.
 *
 * It refuses to carry anything about the visitor. A tab hears that it must forget, or that the stored profile is another
 * one now; it is never told what is in it.
 */

import type { Consent } from './options.js';

/** What one tab tells the others: forget, or allow no more than this grade. What storage tells: look again. */
export type Word = 'erase' | 'changed' | Consent;

/** The other tabs of this shop in this browser. */
export class Tabs {
  readonly #channel: BroadcastChannel | undefined;
  readonly #listening = new AbortController();

  /** Begins to listen, under the name of the storage key. */
  constructor(key: string, hear: (word: Word) => void) {
    // Node has channels too, but no tabs; an open one would keep the process alive.
    if (typeof document === 'undefined') return;
    const { signal } = this.#listening;
    try {
      this.#channel = new BroadcastChannel(key);
      this.#channel.addEventListener('message', ({ data }: MessageEvent<Word>) => hear(data), { signal });
    } catch {
      // A sandboxed frame has no channel. Storage, where it is shared at all, still tells.
    }
    addEventListener(
      'storage',
      (event) => {
        if (event.key !== key && event.key !== null) return;
        hear(event.newValue === null ? 'erase' : 'changed');
      },
      { signal },
    );
  }

  /** Tells every other tab. */
  tell(word: Word): void {
    this.#channel?.postMessage(word);
  }

  /** Stops listening. */
  close(): void {
    this.#listening.abort();
    this.#channel?.close();
  }
}
