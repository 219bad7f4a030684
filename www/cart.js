/** Holds the cart: what and how many. It lives in the page's memory and pretends to sell. */

/** A cart; says `change` when it does. */
export class Cart extends EventTarget {
  /** @type {Map<import('./catalogue.js').Item, number>} */
  #lines = new Map();

  /** The products and how many of each. */
  get lines() {
    return [...this.#lines];
  }

  /** How many things are in it. */
  get count() {
    return this.lines.reduce((sum, [, quantity]) => sum + quantity, 0);
  }

  /** What they cost together. */
  get total() {
    return this.lines.reduce((sum, [item, quantity]) => sum + (item.price ?? 0) * quantity, 0);
  }

  /** Puts one in. */
  add(item) {
    this.#set(item, (this.#lines.get(item) ?? 0) + 1);
  }

  /** Takes one out. */
  takeOne(item) {
    this.#set(item, (this.#lines.get(item) ?? 0) - 1);
  }

  /** Takes everything out. */
  clear() {
    this.#lines.clear();
    this.dispatchEvent(new Event('change'));
  }

  #set(item, quantity) {
    if (quantity > 0) this.#lines.set(item, quantity);
    else this.#lines.delete(item);
    this.dispatchEvent(new Event('change'));
  }
}
