/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Holds the one class of the package: a visitor's session in front of a model.
 *
 * It translates and guards. Every number that orders products is computed by the engine, and a page that meets no
 * engine, or loses it, keeps the shop's order.
 */

import { assertBytes, assertConsent, assertCount, assertEvent, assertRerank } from './checks.js';
import { type Engine, openModel, startEngine, UNKNOWN } from './engine.js';
import { EtalageError, fromEngine } from './errors.js';
import { Handles } from './handles.js';
import { compileWasm, fetchModel } from './load.js';
import type {
  Consent,
  Explanation,
  ItemEvent,
  LoadOptions,
  ModelCard,
  PersonalizerOptions,
  Profile,
  Reason,
  Recommendation,
  RecommendOptions,
  Reranked,
  RerankOptions,
  Status,
} from './types.js';

interface Serving {
  readonly engine: Engine;
  readonly handles: Handles;
}

const MESSAGES: Readonly<Record<Reason, string>> = {
  off: 'personalization is switched off',
  no_events: 'no event yet: the order is the one that most visitors like',
  few_events: 'a few events: the order follows the segments that they resemble',
  enough_events: "enough events: the order follows the visitor's own",
};

const EMPTY_PROFILE: Profile = { events: [], nEvents: 0, segments: [] };

/**
 * A visitor's session in front of a model.
 *
 * @example
 * ```ts
 * const shop = await Personalizer.load('/models/shop.etalage', { consent: 'page' });
 * shop.observe({ event: 'add_to_cart', itemId: 'B0-1042' });
 * const { items, mode } = shop.rerank(products, { id: (product) => product.sku });
 * ```
 */
export class Personalizer {
  /** Either what serves, or why nothing does. */
  #state: Serving | EtalageError;
  #consent: Consent = 'off';

  private constructor(state: Serving | EtalageError, consent: Consent) {
    this.#state = state;
    if (state instanceof EtalageError) return;
    this.setConsent(consent);
  }

  /**
   * Fetches a model and starts the engine. It never rejects: when anything is missing, blocked or broken, the instance
   * keeps the shop's order and {@link Personalizer.status} says why.
   *
   * @example
   * ```ts
   * const shop = await Personalizer.load('/models/shop.etalage', { consent: 'page' });
   * if (shop.status.code !== 'ready') console.info(shop.status.message);
   * ```
   */
  static async load(url: string | URL, options: LoadOptions = {}): Promise<Personalizer> {
    try {
      const consent = consentOf(options);
      const [bytes] = await Promise.all([fetchModel(url, options.integrity), startEngine(compileWasm)]);
      return new Personalizer(serve(bytes), consent);
    } catch (error) {
      return new Personalizer(fromEngine(error), 'off');
    }
  }

  /**
   * Makes an instance from a model's bytes.
   *
   * @throws {@link EtalageError} (as a rejection) when the engine cannot start or the bytes are no whole model.
   *
   * @example
   * ```ts
   * const shop = await Personalizer.fromBytes(await readFile('shop.etalage'), { consent: 'page' });
   * ```
   */
  static async fromBytes(bytes: Uint8Array | ArrayBuffer, options: PersonalizerOptions = {}): Promise<Personalizer> {
    assertBytes(bytes);
    const consent = consentOf(options);
    await startEngine(compileWasm);
    try {
      return new Personalizer(serve(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)), consent);
    } catch (error) {
      throw fromEngine(error);
    }
  }

  /** How the next order will come about, and why. */
  get status(): Status {
    if (this.#state instanceof EtalageError) {
      return { mode: 'original', code: this.#state.code, message: this.#state.message };
    }
    if (this.#consent === 'off') {
      return { mode: 'original', code: 'consent_off', message: 'the visitor has not allowed personalization' };
    }
    return this.#ask(
      ({ engine }) => ({ mode: engine.mode(), code: 'ready', message: MESSAGES[engine.reason()] }),
      () => this.status,
    );
  }

  /** What the visitor allows at present. */
  get consent(): Consent {
    return this.#consent;
  }

  /** Raises or lowers what the visitor allows, at once. Lowering it to `off` forgets all that was remembered. */
  setConsent(consent: Consent): void {
    assertConsent(consent);
    this.#consent = consent;
    this.#ask(
      ({ engine }) => {
        engine.setEnabled(consent !== 'off');
        if (consent === 'off') engine.erase();
      },
      () => undefined,
    );
  }

  /**
   * Counts one event and says whether it did: an item that the model does not know and a visitor who has not allowed it
   * are no errors, and change nothing.
   *
   * @throws {@link EtalageError} `unknown_event`, `bad_id` or `bad_time` for a mistake in the call.
   *
   * @example
   * ```ts
   * shop.observe({ event: 'view_item', itemId: 'B0-1042' });
   * ```
   */
  observe(event: ItemEvent): boolean {
    assertEvent(event);
    if (this.#consent === 'off') return false;
    return this.#ask(
      ({ engine, handles }) => {
        const handle = handles.of(event.itemId);
        if (handle === UNKNOWN) return false;
        engine.observe(event.event, handle, event.timestamp ?? Date.now());
        return true;
      },
      () => false,
    );
  }

  /**
   * Puts products in the visitor's order: the same objects, each once, in a new array.
   *
   * @throws {@link EtalageError} `bad_products`, `bad_id` or `bad_strength` for a mistake in the call.
   *
   * @example
   * ```ts
   * const { items, mode, reason } = shop.rerank(products, {
   *   id: (product) => product.sku,
   *   inStock: (product) => product.stock > 0,
   *   strength: 0.7,
   * });
   * ```
   */
  rerank<P>(products: readonly P[], options: RerankOptions<P>): Reranked<P> {
    assertRerank(products, options);
    const { id, inStock, strength = 1 } = options;
    const inShopOrder = (): Reranked<P> => ({ items: products.slice(), mode: 'original', reason: this.status.code });
    if (this.#consent === 'off') return inShopOrder();
    // The caller's functions run here, outside the engine's guard: what they throw is theirs to see unchanged.
    const ids = products.map((product) => id(product));
    const outOfStock = inStock === undefined ? [] : products.map((product) => (inStock(product) ? 0 : 1));
    return this.#ask(({ engine, handles }) => {
      const order = engine.rerank(handles.all(ids), Uint8Array.from(outOfStock), strength);
      const items = Array.from(order, (position) => products[position] as P);
      return { items, mode: engine.mode(), reason: engine.reason() };
    }, inShopOrder);
  }

  /**
   * Gives the `k` best items of the whole catalogue for this visitor, best first; fewer when there are fewer, none when
   * the order is the shop's own.
   *
   * @throws {@link EtalageError} `bad_k` when `k` is no count.
   */
  recommend(k: number, options: RecommendOptions = {}): Recommendation[] {
    assertCount(k);
    if (this.#consent === 'off') return [];
    const exclude = [...(options.exclude ?? [])];
    return this.#ask(
      ({ engine, handles }) => {
        const known = handles.all(exclude).filter((handle) => handle !== UNKNOWN);
        const best = engine.recommend(k, known);
        const found: Recommendation[] = [];
        for (let at = 0; at < best.length; at += 2) {
          found.push({ itemId: handles.idOf(best[at] as number), score: best[at + 1] as number });
        }
        return found;
      },
      () => [],
    );
  }

  /** Breaks an item's score into parts that sum exactly to it; `undefined` when there is no score to explain. */
  explain(itemId: string): Explanation | undefined {
    if (this.#consent === 'off') return undefined;
    return this.#ask(
      ({ engine, handles }) => {
        const handle = handles.of(itemId);
        return handle === UNKNOWN ? undefined : engine.explain(handle);
      },
      () => undefined,
    );
  }

  /** Gives all that is known about the visitor. */
  profile(): Profile {
    if (this.#consent === 'off') return EMPTY_PROFILE;
    return this.#ask(
      ({ engine }) => engine.profile(),
      () => EMPTY_PROFILE,
    );
  }

  /** Gives what the model says about itself: its size, its segments, when and with which thresholds it was trained. */
  parameters(): ModelCard | undefined {
    return this.#ask(
      ({ engine }) => engine.model(),
      () => undefined,
    );
  }

  /** Forgets the visitor: from here on the instance equals a fresh one. What is allowed stays allowed. */
  erase(): void {
    this.#ask(
      ({ engine }) => engine.erase(),
      () => undefined,
    );
  }

  /** Gives the model's memory back. The instance keeps the shop's order from here on. */
  dispose(): void {
    this.#stop(new EtalageError('disposed', 'this personalizer was disposed of'));
  }

  /** Disposes at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Asks the engine; without one, or when it traps, the answer is `otherwise`. */
  #ask<T>(question: (serving: Serving) => T, otherwise: () => T): T {
    if (this.#state instanceof EtalageError) return otherwise();
    try {
      return question(this.#state);
    } catch (thrown) {
      const error = fromEngine(thrown);
      if (error.code !== 'engine_trapped') throw error;
      this.#stop(error);
      return otherwise();
    }
  }

  #stop(failure: EtalageError): void {
    const state = this.#state;
    if (state instanceof EtalageError) return;
    this.#state = failure;
    try {
      state.engine.free();
    } catch {
      // A trapped instance may not be able to free itself; its memory goes with the page.
    }
  }
}

function consentOf(options: PersonalizerOptions): Consent {
  const consent = options.consent ?? 'off';
  assertConsent(consent);
  return consent;
}

function serve(bytes: Uint8Array): Serving {
  const engine = openModel(bytes);
  return { engine, handles: new Handles(engine) };
}
