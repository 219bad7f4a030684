/**
 * Holds the shop window: the one place where this shop meets the `etalage` package.
 *
 * Views ask it for an order and tell it what was clicked. Whether that is remembered is the visitor's choice, which
 * lives here for as long as the page does.
 */

import { Personalizer } from 'etalage';

const id = (item) => item.id;
const inStock = (item) => item.inStock;

/**
 * Arranges products. It says `state` whenever anything about it is new, and `change` when the visitor asked for another
 * order of what is on the page already. A click alone changes nothing under the visitor's hand.
 */
export class ShopWindow extends EventTarget {
  /** @type {Personalizer | undefined} */
  #personalizer;
  #strength = 1;

  /** Loads the model. Until then, and if that fails, every order is the shop's. */
  async open(url) {
    performance.mark('etalage:begin');
    // No page waits for this, so it may take its time.
    this.#personalizer = await Personalizer.load(url, { deadline: Number.POSITIVE_INFINITY });
    performance.measure('etalage:load', 'etalage:begin');
    this.#tell('state');
  }

  /** How the next order will come about, and why. */
  get status() {
    return this.#personalizer?.status ?? { mode: 'original', code: 'loading', message: 'the model is on its way' };
  }

  /** Whether there is a model that could arrange anything. */
  get works() {
    return this.status.code === 'ready' || this.status.code === 'consent_off';
  }

  /** Whether the visitor allows it to be arranged. */
  get allowed() {
    return this.#personalizer?.consent === 'page';
  }

  set allowed(yes) {
    this.#personalizer?.setConsent(yes ? 'page' : 'off');
    this.#tell('state', 'change');
  }

  /** How far to go from the shop's order (0) to the visitor's (1). */
  get strength() {
    return this.#strength;
  }

  set strength(strength) {
    this.#strength = strength;
    this.#tell('state', 'change');
  }

  /** Puts products in the visitor's order. */
  arrange(items) {
    return this.#personalizer?.rerank(items, { id, inStock, strength: this.#strength }).items ?? items;
  }

  /** Tells what was done with a product; the order on the page stays until the visitor turns to another. */
  observe(event, item) {
    if (this.#personalizer?.observe({ event, itemId: item.id })) this.#tell('state');
  }

  /** Gives the ids of the `k` products that suit the visitor best, or none. */
  suggest(k, exclude) {
    return this.#personalizer?.recommend(k, { exclude }).map(({ itemId }) => itemId) ?? [];
  }

  /** Breaks a product's score into its parts. */
  explain(item) {
    return this.#personalizer?.explain(item.id);
  }

  /** Gives all that is remembered. */
  get profile() {
    return this.#personalizer?.profile() ?? { events: [], nEvents: 0, segments: [] };
  }

  /** Gives what the model says about itself. */
  get model() {
    return this.#personalizer?.parameters();
  }

  /** Forgets the visitor. */
  forget() {
    this.#personalizer?.erase();
    this.#tell('state', 'change');
  }

  #tell(...events) {
    document.documentElement.dataset.status = this.status.code;
    for (const event of events) this.dispatchEvent(new Event(event));
  }
}
