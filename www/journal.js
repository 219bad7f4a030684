/**
 * Holds the glass box's ear: every question that this page puts to the package, and every answer.
 *
 * It listens only where the glass box itself has opened the page, in a frame of its own. It refuses to write anything
 * down for anyone else, and what it has written is gone with the page.
 */

const MOST_ENTRIES = 2_000;

/** Says whether the glass box has opened this page. Another site's frame cannot be asked, and gets no ear. */
export function watched() {
  try {
    return window.frameElement?.hasAttribute('data-glass') === true;
  } catch {
    return false;
  }
}

/** What went in and what came out, oldest first; says `entry` for each. */
export class Journal extends EventTarget {
  /** @type {{ n: number, at: number, ms: number, object: string, call: string, in: unknown, out: unknown }[]} */
  entries = [];
  /**
   * The objects that are listened to, as they are: the glass box asks them without writing its own questions down.
   * @type {Record<string, import('etalage').Personalizer>}
   */
  objects = {};
  #n = 0;

  constructor() {
    super();
    // The browser's own record of requests holds 250 by itself; the glass box wants to see all of them.
    performance.setResourceTimingBufferSize(MOST_ENTRIES);
  }

  /** Gives an object that answers as `target` does, and writes down each call. The object behind it is the very same. */
  listen(target, object) {
    this.objects[object] = target;
    return new Proxy(target, {
      get: (_, name) => {
        const value = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...given) => {
          const begin = performance.now();
          const answer = Reflect.apply(value, target, given);
          this.write(object, String(name), given, answer, performance.now() - begin);
          return answer;
        };
      },
    });
  }

  /** Writes one call down. */
  write(object, call, given, answer, ms = 0) {
    if (call === 'subscribe') return;
    const entry = { n: ++this.#n, at: Date.now(), ms, object, call, in: given.map(plain), out: plain(answer) };
    this.entries.push(entry);
    if (this.entries.length > MOST_ENTRIES) this.entries.shift();
    this.dispatchEvent(new CustomEvent('entry', { detail: entry }));
  }
}

/** Turns what the package is given, and gives, into what JSON can hold: a product is its id. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if ('id' in value && 'inStock' in value && 'name' in value) return value.id;
  if ('products' in value) return plain(value.products);
  const entries = Object.entries(value).filter(([, part]) => typeof part !== 'function');
  return Object.fromEntries(entries.map(([name, part]) => [name, plain(part)]));
}
