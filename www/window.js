/**
 * Holds the shop window: the one place where this shop meets the `etalage` package.
 *
 * Views ask it for an order and tell it what was clicked. What of that is remembered, and for how long, is the visitor's
 * choice (`choice.js`).
 */

import { Personalizer } from 'etalage';
import { breath } from './breath.js';
import * as choice from './choice.js';
import { Journal, watched } from './journal.js';

const read = { id: (item) => item.id, inStock: (item) => item.inStock };

/** How long a page whose visitor has chosen an order of their own waits for it, in ms. */
const DEADLINE = 1_000;

/** What there is to say until the model has come, or never will. */
const WAITING = /** @type {const} */ ({
  mode: 'original',
  code: 'loading',
  message: 'the model is on its way',
  storage: 'unused',
});

/** The name under which the shop's own instance would keep something; it never does. */
const NOBODY = 'nobody';

/**
 * Arranges products. It says `state` whenever anything about it is new, and `change` when the visitor asked for another
 * order of what is on the page already. A click alone changes nothing under the visitor's hand.
 */
export class ShopWindow extends EventTarget {
  /** @type {Personalizer | undefined} */
  #visitor;
  /** Knows one product at a time and no visitor; made when first asked. @type {Promise<Personalizer | undefined> | undefined} */
  #nobody;
  /** The model, for that instance. @type {ArrayBuffer | undefined} */
  #bytes;
  /** Says that the bytes are there, or never will be. @type {() => void} */
  #settle = () => {};
  #settled = new Promise((resolve) => {
    this.#settle = () => resolve(undefined);
  });
  #strength = 1;
  #correcting = false;
  /** @type {import('etalage').Rules | undefined} */
  #rules;
  #choice = choice.remembered();

  /** What went in and what came out, where the glass box is listening. */
  journal = watched() ? new Journal() : undefined;

  /** Loads the model. Until then, and if that fails, every order is the shop's. */
  async open(url) {
    performance.mark('etalage:begin');
    // A visitor who was not asked yet sees the shop's own order meanwhile: nothing waits for this.
    const deadline = this.decided ? DEADLINE : Number.POSITIVE_INFINITY;
    const loading = Personalizer.load(url, { consent: this.#choice, deadline, late: 'adopt' });
    performance.measure('etalage:call', 'etalage:begin');
    const visitor = await loading;
    // The engine has just begun: what the shop draws of it is another task.
    await breath();
    performance.measure('etalage:load', 'etalage:begin');
    this.journal?.write('visitor', 'load', [url, { consent: this.#choice }], visitor.status);
    this.#visitor = this.journal?.listen(visitor, 'visitor') ?? visitor;
    visitor.subscribe((change) => {
      if (this.#correcting) return;
      this.#tell('state', ...(change === 'consent' || change === 'profile' ? ['change'] : []));
    });
    this.#tell('state');
  }

  /**
   * Takes the bytes of the model that the browser has already, for the shop's own instance. What that is asked depends on
   * the page and never on the visitor, so it may answer whatever the visitor allows.
   */
  async provideForNobody(url) {
    try {
      const response = await fetch(url, { cache: 'force-cache', credentials: 'omit', referrerPolicy: 'no-referrer' });
      this.#bytes = await response.arrayBuffer();
    } catch {
      // The page has said why in its status already; without the model, the aisle stands in.
    }
    this.#settle();
    // A page that asked meanwhile is whole when it has its answer.
    await this.#nobody;
  }

  /** Makes the shop's own instance; nothing where there is no model. */
  async #openForNobody() {
    await this.#settled;
    if (this.#bytes === undefined) return undefined;
    try {
      const options = { consent: /** @type {const} */ ('page'), storageName: NOBODY, ignoreGlobalPrivacyControl: true };
      const nobody = await Personalizer.fromBytes(this.#bytes, options);
      return this.journal?.listen(nobody, 'nobody') ?? nobody;
    } catch {
      // As above.
      return undefined;
    }
  }

  /** How the next order will come about, and why. */
  get status() {
    return this.#visitor?.status ?? WAITING;
  }

  /** Whether there is a model that could arrange anything. */
  get works() {
    return this.status.code === 'ready' || this.status.code === 'consent_off';
  }

  /** Whether the visitor was asked, and has answered. */
  get decided() {
    return this.#choice !== undefined;
  }

  /** What the visitor allows at present. */
  get grade() {
    return this.#visitor?.consent ?? 'off';
  }

  /** Follows a choice of the visitor, at once, and remembers it for as long as it says itself. */
  allow(grade) {
    this.#choice = grade;
    choice.remember(grade);
    this.#visitor?.setConsent(grade);
  }

  /** How far to go from the shop's order (0) to the visitor's (1). */
  get strength() {
    return this.#strength;
  }

  set strength(strength) {
    this.#strength = strength;
    this.#tell('state', 'change');
  }

  /** Lets the merchandiser's rules hold from here on: the JSON that the desk writes. */
  set rules(rules) {
    this.#rules = rules;
  }

  /** Puts products in the visitor's order. */
  arrange(items) {
    const options = { ...read, strength: this.#strength, rules: this.#rules };
    return this.#visitor?.rerank(items, options).items ?? items;
  }

  /** Tells what was done with a product; the order on the page stays until the visitor turns to another. */
  observe(event, item) {
    this.#visitor?.observe({ event, itemId: item.id });
  }

  /** Gives the ids of up to `k` products that go well with one, the same for every visitor. */
  async companions(item, k) {
    this.#nobody ??= this.#openForNobody();
    const nobody = await this.#nobody;
    nobody?.erase();
    nobody?.observe({ event: 'view_item', itemId: item.id });
    return nobody?.recommend(k, { exclude: [item.id] }).map(({ itemId }) => itemId) ?? [];
  }

  /** Breaks a product's score into its parts. */
  explain(item) {
    return this.#visitor?.explain(item.id);
  }

  /** Gives all that is remembered. */
  get profile() {
    return this.#visitor?.profile() ?? { events: [], nEvents: 0, segments: [], evidence: [], vector: [] };
  }

  /** Gives what the model says about itself. */
  get model() {
    return this.#visitor?.parameters();
  }

  /** Forgets some of the events: the others are told again, with their times, to an instance that knows nothing. */
  correct(wrong) {
    const right = this.profile.events.filter((event) => !wrong(event));
    // Nobody may look while the right ones are still being told.
    this.#correcting = true;
    this.#visitor?.erase();
    for (const { event, itemId, at } of right) this.#visitor?.observe({ event, itemId, timestamp: at });
    this.#correcting = false;
    this.#tell('state', 'change');
  }

  /** Gives the profile as a text that the visitor may take along. */
  export() {
    return this.#visitor?.exportProfile() ?? '';
  }

  /** Takes such a text in place of the present profile; false when it is none. */
  import(text) {
    return this.#visitor?.importProfile(text) ?? false;
  }

  /** Forgets the visitor and the choice: the shop is as on a first visit. */
  forget() {
    this.#visitor?.erase();
    this.#visitor?.setConsent('off');
    this.#choice = undefined;
    this.#strength = 1;
    choice.forget();
    this.#tell('state', 'change');
  }

  #tell(...events) {
    document.documentElement.dataset.status = this.status.code;
    for (const event of events) this.dispatchEvent(new Event(event));
  }
}
