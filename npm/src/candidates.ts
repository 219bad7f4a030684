/**
 * Holds products that were read once, to be ordered often.
 *
 * It refuses to notice what happens to the products afterwards: a list that changed is read anew.
 */

import type { CandidateOptions } from './options.js';
import { follow, type Rules } from './rules.js';
import type { Serving } from './start.js';

/**
 * Products whose ids the model was asked for once: what {@link Personalizer.candidates} gives and
 * {@link Personalizer.rerank} takes.
 *
 * @example
 * ```ts
 * const page: Candidates<Product> = shop.candidates(products, { id: (product) => product.sku });
 * slider.oninput = () => show(shop.rerank(page, { strength: slider.valueAsNumber }).items);
 * ```
 */
export class Candidates<P> {
  /** The products, in the shop's order. */
  readonly products: readonly P[];
  readonly #ids: readonly unknown[];
  readonly #outOfStock: Uint8Array;
  #serving: Serving | undefined;
  #handles: Uint32Array = new Uint32Array();

  /** @internal */
  constructor(products: readonly P[], { id, inStock }: CandidateOptions<P>) {
    this.products = products.slice();
    this.#ids = products.map((product) => id(product));
    this.#outOfStock = Uint8Array.from(
      inStock === undefined ? [] : products.map((product) => (inStock(product) ? 0 : 1)),
    );
  }

  /** @internal */
  ordered(serving: Serving, strength: number, rules: Rules | undefined): { items: P[]; hidden: P[] } {
    // Handles belong to the engine that gave them; after a trap, or a late model, there is another one.
    if (this.#serving !== serving) {
      this.#handles = serving.handles.all(this.#ids);
      this.#serving = serving;
    }
    follow(serving, rules);
    const flat = serving.engine.rerank(this.#handles, this.#outOfStock, strength, Date.now());
    const end = 1 + (flat[0] as number);
    const at = (position: number): P => this.products[position] as P;
    return { items: Array.from(flat.subarray(1, end), at), hidden: Array.from(flat.subarray(end), at) };
  }
}
