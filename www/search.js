/**
 * Holds the shop's search: over the products that are on the page already, so that no one is told what is looked for.
 *
 * Words are compared without capitals and accents, from their beginnings. A product is found when every word of the
 * question is; those found by name come before those found by brand or aisle, each in the shop's own order.
 */

import { FRENCH } from './texts/fr-categories.js';

/** Folds a text: no capitals, no accents, no signs, the plural's s left out. */
export const folded = (text) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => (word.length > 3 ? word.replace(/s$/, '') : word));

/** The searchable words of a catalogue, read when the first question is asked. */
export class Search {
  #catalogue;
  /** @type {{ item: import('./catalogue.js').Item, name: string, more: string }[] | undefined} */
  #index;

  constructor(catalogue) {
    this.#catalogue = catalogue;
  }

  /** Gives the products that a question finds. O(`n_items`). */
  find(question) {
    const words = folded(question);
    if (words.length === 0) return [];
    const index = this.#index ?? this.#catalogue.items.map(indexed);
    this.#index = index;
    const byName = [];
    const byMore = [];
    for (const { item, name, more } of index) {
      if (words.every((word) => name.includes(` ${word}`))) byName.push(item);
      else if (words.every((word) => name.includes(` ${word}`) || more.includes(` ${word}`))) byMore.push(item);
    }
    return [...byName, ...byMore];
  }
}

function indexed(item) {
  const levels = item.category?.split(' > ') ?? [];
  const more = [item.brand ?? '', item.id, ...levels, ...levels.map((level) => FRENCH[level] ?? '')];
  return { item, name: line(item.name), more: line(more.join(' ')) };
}

const line = (text) => ` ${folded(text).join(' ')}`;
