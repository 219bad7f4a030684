/** Holds the shop's public products and the tree of its categories, in the shop's own order. It knows no visitor. */

import { breath } from './breath.js';

const SEPARATOR = ' > ';

/** How many products are taken in before the browser may do what waits. */
const AT_ONCE = 1_000;

/**
 * @typedef {object} Item
 * @property {string} id
 * @property {string} name
 * @property {number | null} price
 * @property {string | null} category path, " > " between levels
 * @property {string | null} brand
 * @property {boolean} privateLabel
 * @property {boolean} inStock
 * @property {number} place where it stands in the shop's own order, from 0
 */

/**
 * @typedef {object} Category
 * @property {string} name
 * @property {string[]} path
 * @property {Item[]} items of this category and all below it
 * @property {Map<string, Category>} children
 */

/** @type {(name: string, path: string[]) => Category} */
const category = (name, path) => ({ name, path, items: [], children: new Map() });

/** The products of one shop. */
export class Catalogue {
  #byId;

  /** @param {{ name: string, currency: string }} shop */
  constructor({ name, currency }) {
    this.name = name;
    this.currency = currency;
    /** @type {Item[]} */
    this.items = [];
    this.root = category(name, []);
    /** @type {Map<string, Item>} */
    this.#byId = new Map();
  }

  /** Fetches the products. */
  static async load(url) {
    const response = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!response.ok) throw new Error(`expected the products at ${url}, found HTTP status ${response.status}`);
    const { items, ...shop } = await response.json();
    const catalogue = new Catalogue(shop);
    for (let at = 0; at < items.length; at += AT_ONCE) {
      await breath();
      for (const item of items.slice(at, at + AT_ONCE)) catalogue.#take(item);
    }
    return catalogue;
  }

  /** Gives the product with this id, if the shop has it. */
  item(id) {
    return this.#byId.get(id);
  }

  /** Gives the category at a path, if the shop has it. */
  category(path) {
    return path.reduce((at, name) => at?.children.get(name), this.root);
  }

  /** Gives the categories from a product's department down to its own. */
  trail(item) {
    const path = pathOf(item);
    return path.map((_, depth) => this.category(path.slice(0, depth + 1)));
  }

  /** Gives the aisles: the categories that have no smaller ones. */
  get aisles() {
    const below = (at) => (at.children.size === 0 ? [at] : [...at.children.values()].flatMap(below));
    return below(this.root);
  }

  #take(item) {
    item.place = this.items.length;
    item.name = readable(item.name);
    this.items.push(item);
    this.#byId.set(item.id, item);
    this.#shelve(item);
  }

  #shelve(item) {
    let at = this.root;
    at.items.push(item);
    for (const name of pathOf(item)) {
      let below = at.children.get(name);
      if (below === undefined) {
        below = category(name, [...at.path, name]);
        at.children.set(name, below);
      }
      below.items.push(item);
      at = below;
    }
  }
}

const pathOf = (item) => item.category?.split(SEPARATOR) ?? [];

/** Writes a name that came in capitals as a sentence. */
function readable(name) {
  const letters = name.trim();
  return letters === letters.toUpperCase() ? letters.charAt(0) + letters.slice(1).toLowerCase() : letters;
}
