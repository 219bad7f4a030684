/**
 * Holds a trial of rules: the orders that the shop's own engine gives to scripted visitors, without the rules and with
 * them, and who is seen in each.
 */

import { Personalizer } from 'etalage';
import { visitorsOfSegments } from '../visitors.js';

/** How many places of a page are looked at. */
export const PLACES = 12;

const read = { id: (item) => item.id, inStock: (item) => item.inStock };

/** An engine on trial. It meets scripted visitors only, and keeps nothing. */
export class Trial {
  #personalizer;

  /** @param {Personalizer} personalizer @param {import('../catalogue.js').Catalogue} catalogue */
  constructor(personalizer, catalogue) {
    this.#personalizer = personalizer;
    const nobody = { name: '', segment: undefined, probability: 1, events: [] };
    /** The visitor without clicks, and one for each segment. */
    this.visitors = [nobody, ...visitorsOfSegments(catalogue, personalizer)];
  }

  /** Loads the shop's model. */
  static async open(url, catalogue) {
    const options = {
      consent: /** @type {const} */ ('page'),
      storageName: 'desk',
      ignoreGlobalPrivacyControl: true,
    };
    const personalizer = await Personalizer.load(url, { ...options, deadline: Number.POSITIVE_INFINITY });
    return {
      personalizer,
      trial: personalizer.status.code === 'ready' ? new Trial(personalizer, catalogue) : undefined,
    };
  }

  /**
   * Orders candidates for a visitor under rules.
   *
   * @throws {import('etalage').EtalageError} when the engine refuses the rules.
   */
  order(visitor, candidates, rules) {
    this.#personalizer.erase();
    for (const event of visitor.events) this.#personalizer.observe(event);
    return this.#personalizer.rerank(candidates, { ...read, rules });
  }
}

/** Gives each brand's share of the attention on the first places of some orders, the first place counting most. */
export function exposure(orders) {
  const seen = new Map();
  let sum = 0;
  for (const order of orders) {
    order.slice(0, PLACES).forEach(({ brand }, place) => {
      const weight = 1 / Math.log2(2 + place);
      seen.set(brand ?? '', (seen.get(brand ?? '') ?? 0) + weight);
      sum += weight;
    });
  }
  return new Map([...seen].map(([brand, weight]) => [brand, weight / sum]));
}
