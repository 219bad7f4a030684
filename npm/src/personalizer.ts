/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Holds the one class of the package: a visitor's session in front of a model.
 *
 * It translates and guards. Every number that orders products is computed by the engine, and a page that meets no
 * engine, or loses it, keeps the shop's order.
 */

import { arrive, open } from './arrive.js';
import { Candidates } from './candidates.js';
import { assertCandidates, assertConsent, assertCount, assertEvent, assertListener, assertStrength } from './checks.js';
import { bestOf, cardOf, explanationOf, modeOf, profileOf, reasonOf, UNKNOWN } from './engine.js';
import { EtalageError } from './errors.js';
import type {
  CandidateOptions,
  Consent,
  ItemEvent,
  LoadOptions,
  OrderOptions,
  PersonalizerOptions,
  RecommendOptions,
  RerankOptions,
} from './options.js';
import { written } from './profile.js';
import { checkedRules } from './rules.js';
import type {
  Change,
  Explanation,
  Mode,
  ModelCard,
  Profile,
  Reason,
  Recommendation,
  Reranked,
  Status,
} from './types.js';
import type { Visit } from './visit.js';

const MESSAGES: Readonly<Record<Reason, string>> = {
  off: 'personalization is switched off',
  no_events: 'no event yet: the order is the one that most visitors like',
  few_events: 'a few events: the order follows the segments that they resemble',
  enough_events: "enough events: the order follows the visitor's own",
};

const EMPTY_PROFILE: Profile = { events: [], nEvents: 0, segments: [], evidence: [], vector: [] };

const nothing = (): undefined => undefined;

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
  readonly #visit: Visit;

  private constructor(visit: Visit) {
    this.#visit = visit;
  }

  /**
   * Fetches a model and starts the engine. It never rejects and never waits longer than the deadline: when anything is
   * missing, blocked, broken or late, the instance keeps the shop's order and {@link Personalizer.status} says why.
   *
   * @example
   * ```ts
   * const shop = await Personalizer.load('/models/shop.etalage', { consent: 'page' });
   * if (shop.status.code !== 'ready') console.info(shop.status.message);
   * ```
   */
  static async load(url: string | URL, options: LoadOptions = {}): Promise<Personalizer> {
    return new Personalizer(await arrive(url, options));
  }

  /**
   * Makes an instance from a model's bytes, which must not change while it lives.
   *
   * @throws {@link EtalageError} (as a rejection) when the engine cannot start or the bytes are no whole model.
   *
   * @example
   * ```ts
   * const shop = await Personalizer.fromBytes(await readFile('shop.etalage'), { consent: 'page' });
   * ```
   */
  static async fromBytes(bytes: Uint8Array | ArrayBuffer, options: PersonalizerOptions = {}): Promise<Personalizer> {
    return new Personalizer(await open(bytes, options));
  }

  /** How the next order will come about, and why. */
  get status(): Status {
    const { state, held, consent, keep } = this.#visit;
    const storage = keep.state;
    if (state instanceof EtalageError) return { mode: 'original', code: state.code, message: state.message, storage };
    const loaded = (code: Status['code'], message: string, mode: Mode = 'original'): Status => ({
      mode,
      code,
      message,
      storage,
      tier: state.tier,
    });
    if (held) return loaded('gpc', 'the browser sends Global Privacy Control, which counts as a refusal');
    if (consent === 'off') return loaded('consent_off', 'the visitor has not allowed personalization');
    return this.#visit.ask(
      ({ engine }) => loaded('ready', MESSAGES[reasonOf(engine)], modeOf(engine)),
      () => this.status,
    );
  }

  /** What the visitor allows at present, as far as it is followed: `off` under Global Privacy Control. */
  get consent(): Consent {
    return this.#visit.consent;
  }

  /** A number that grows with every {@link Change}. */
  get revision(): number {
    return this.#visit.revision;
  }

  /**
   * Raises or lowers what the visitor allows, at once. Lowering it deletes what the higher grade had stored, here and in
   * the shop's other tabs; lowering it to `off` forgets all that was remembered.
   *
   * @throws {@link EtalageError} `unsupported_consent` for a grade that this build does not have.
   *
   * @example
   * ```ts
   * shop.setConsent('persistent');
   * ```
   */
  setConsent(consent: Consent): void {
    assertConsent(consent);
    this.#visit.allow(consent);
  }

  /**
   * Calls a function after every change that may make an order another one. Gives the function that ends it.
   *
   * @example
   * ```ts
   * const stop = shop.subscribe((change) => change === 'consent' && arrange());
   * ```
   */
  subscribe(listener: (change: Change) => void): () => void {
    assertListener(listener);
    return this.#visit.subscribe(listener);
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
    return this.#visit.observe(event);
  }

  /**
   * Reads products once, so that they can be ordered often: ids, and what is in stock.
   *
   * @throws {@link EtalageError} `bad_products` or `bad_id` for a mistake in the call.
   *
   * @example
   * ```ts
   * const page = shop.candidates(products, { id: (product) => product.sku });
   * const { items } = shop.rerank(page, { strength: 0.7 });
   * ```
   */
  candidates<P>(products: readonly P[], options: CandidateOptions<P>): Candidates<P> {
    assertCandidates(products, options);
    return new Candidates(products, options);
  }

  /**
   * Puts products in the visitor's order: the same objects, each once, in a new array.
   *
   * @throws {@link EtalageError} `bad_products`, `bad_id`, `bad_strength` or `bad_rules` for a mistake in the call.
   *
   * @example
   * ```ts
   * const { items, mode, reason } = shop.rerank(products, {
   *   id: (product) => product.sku,
   *   inStock: (product) => product.stock > 0,
   *   strength: 0.7,
   *   rules: { rules: [{ name: 'Amazing Basics', action: 'boost', by: 0.1, privateLabel: true }] },
   * });
   * ```
   */
  rerank<P>(products: readonly P[], options: RerankOptions<P>): Reranked<P>;
  /** Puts products that were read before in the visitor's order. */
  rerank<P>(candidates: Candidates<P>, options?: OrderOptions): Reranked<P>;
  rerank<P>(given: readonly P[] | Candidates<P>, options?: OrderOptions | RerankOptions<P>): Reranked<P> {
    // The caller's functions run here, outside the engine's guard: what they throw is theirs to see unchanged.
    const page = given instanceof Candidates ? given : this.candidates(given, options as RerankOptions<P>);
    const { strength = 1, rules } = options ?? {};
    assertStrength(strength);
    if (rules !== undefined) checkedRules(rules);
    const inShopOrder = (): Reranked<P> => ({
      items: page.products.slice(),
      hidden: [],
      mode: 'original',
      reason: this.status.code,
    });
    if (this.consent === 'off') return inShopOrder();
    return this.#visit.ask((serving) => {
      const ordered = page.ordered(serving, strength, rules);
      return { ...ordered, mode: modeOf(serving.engine), reason: reasonOf(serving.engine) };
    }, inShopOrder);
  }

  /**
   * Gives the `k` best items of the whole catalogue for this visitor, best first; fewer when there are fewer, none when
   * the order is the shop's own.
   *
   * @throws {@link EtalageError} `bad_k` when `k` is no count.
   *
   * @example
   * ```ts
   * const best = shop.recommend(4, { exclude: products.map((product) => product.sku) });
   * ```
   */
  recommend(k: number, options: RecommendOptions = {}): Recommendation[] {
    assertCount(k);
    if (this.consent === 'off') return [];
    const exclude = [...(options.exclude ?? [])];
    return this.#visit.ask(
      ({ engine, handles }) => {
        const known = handles.all(exclude).filter((handle) => handle !== UNKNOWN);
        return bestOf(engine, k, known);
      },
      () => [],
    );
  }

  /**
   * Breaks an item's score into parts that sum exactly to it; `undefined` when there is no score to explain.
   *
   * @example
   * ```ts
   * const strongest = shop.explain('B0-1042')?.contributions[0]?.part;
   * ```
   */
  explain(itemId: string): Explanation | undefined {
    if (this.consent === 'off') return undefined;
    return this.#visit.ask(({ engine, handles }) => {
      const handle = handles.of(itemId);
      return handle === UNKNOWN ? undefined : explanationOf(engine, handle);
    }, nothing);
  }

  /**
   * Gives all that is known about the visitor.
   *
   * @example
   * ```ts
   * list.replaceChildren(...shop.profile().events.map(({ itemId }) => new Option(itemId)));
   * ```
   */
  profile(): Profile {
    if (this.consent === 'off') return EMPTY_PROFILE;
    return this.#visit.ask(
      ({ engine }) => profileOf(engine),
      () => EMPTY_PROFILE,
    );
  }

  /**
   * Gives what the model says about itself: its size, its segments, when and with which thresholds it was trained.
   *
   * @example
   * ```ts
   * const trained = new Date(shop.parameters()?.trainedUntil ?? 0);
   * ```
   */
  parameters(): ModelCard | undefined {
    return this.#visit.ask(({ engine }) => cardOf(engine), nothing);
  }

  /**
   * Gives the profile as a text that the visitor can read, take along, and give back to {@link Personalizer.importProfile}.
   *
   * @example
   * ```ts
   * link.href = URL.createObjectURL(new Blob([shop.exportProfile()], { type: 'application/json' }));
   * ```
   */
  exportProfile(): string {
    return this.#visit.ask((serving) => written(serving), nothing) ?? '';
  }

  /**
   * Takes a profile that {@link Personalizer.exportProfile} gave, in place of the present one. False, and nothing changed,
   * when the text is none, or when the visitor has not allowed it.
   *
   * @example
   * ```ts
   * input.onchange = async () => shop.importProfile(await input.files[0].text());
   * ```
   */
  importProfile(profile: string): boolean {
    return this.#visit.import(profile);
  }

  /**
   * Forgets the visitor, here and in the shop's other tabs, and deletes what is stored: from here on the instance equals
   * a fresh one. What is allowed stays allowed.
   *
   * @example
   * ```ts
   * forgetMe.onclick = () => shop.erase();
   * ```
   */
  erase(): void {
    this.#visit.erase();
  }

  /**
   * Gives the model's memory back and stops listening to other tabs. The instance keeps the shop's order from here on;
   * what is stored stays.
   *
   * @example
   * ```ts
   * addEventListener('pagehide', () => shop.dispose());
   * ```
   */
  dispose(): void {
    this.#visit.dispose(new EtalageError('disposed', 'this personalizer was disposed of'));
  }

  /** Disposes at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.dispose();
  }
}
