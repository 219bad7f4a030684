/**
 * Puts the products that the server wrote into a page in the visitor's order, by moving the nodes themselves.
 *
 * Reading order, tab order and what is seen stay one, as they would not with CSS `order`. There is no shadow root, so the
 * page's styles hold. The child that has the focus or the selection is never moved: the others are moved around it. The
 * way to the new place is shown for 180 ms, unless the visitor prefers reduced motion.
 *
 * @example
 * ```html
 * <etalage-order strength="0.7">
 *   <article data-item-id="B0-1042">…</article>
 *   <article data-item-id="B0-2001" data-out-of-stock>…</article>
 * </etalage-order>
 * ```
 *
 * @example
 * ```ts
 * import { defineOrderElement } from 'etalage/element';
 *
 * defineOrderElement(Personalizer.load('/models/shop.etalage', { consent: 'page' }));
 * ```
 *
 * @packageDocumentation
 */

import type { Personalizer } from '../index.js';

/**
 * The element that {@link defineOrderElement} defines.
 *
 * @example
 * ```ts
 * document.querySelector<OrderElement>('etalage-order')?.arrange();
 * ```
 */
export interface OrderElement extends HTMLElement {
  /** Puts the children in the visitor's order as it is now. Gives their ids in the new order. */
  arrange(): string[];
}

const DURATION = 180;

/**
 * Defines the element, once for a page. It arranges its children when the personalizer is there and whenever consent or
 * profile change; a click alone moves nothing, unless the element has the attribute `live`.
 *
 * @example
 * ```ts
 * defineOrderElement(shop, 'my-shelf');
 * ```
 */
export function defineOrderElement(
  shop: Pick<Personalizer, 'rerank' | 'subscribe'> | Promise<Pick<Personalizer, 'rerank' | 'subscribe'>>,
  name = 'etalage-order',
): void {
  if (customElements.get(name) !== undefined) return;
  // A personalizer that is there already arranges before the page is painted.
  let ready = 'then' in shop ? undefined : shop;

  class Order extends HTMLElement implements OrderElement {
    /** The children in the shop's order, as they were found. */
    #found: Element[] = [];
    #stop: (() => void) | undefined;

    connectedCallback(): void {
      if (ready !== undefined) this.#begin(ready);
      else {
        Promise.resolve(shop).then(
          (loaded) => {
            ready = loaded;
            if (this.isConnected) this.#begin(loaded);
          },
          () => undefined,
        );
      }
    }

    disconnectedCallback(): void {
      this.#stop?.();
      this.#stop = undefined;
    }

    arrange(): string[] {
      const now = items(this);
      // What the server wrote is the shop's order; what was added later comes after it.
      const known = new Set(this.#found);
      const there = new Set(now);
      this.#found = [...this.#found.filter((child) => there.has(child)), ...now.filter((child) => !known.has(child))];
      const given = this.getAttribute('strength');
      const wanted = given === null ? 1 : Number(given);
      const strength = wanted >= 0 && wanted <= 1 ? wanted : 1;
      const order = ready?.rerank(this.#found, { id: idOf, inStock, strength }).items ?? this.#found;
      const next = order.values();
      // Children without an id, such as a heading or a banner between two products, keep their places.
      place(
        this,
        [...this.children].map((child) => (there.has(child) ? (next.next().value ?? child) : child)),
      );
      return order.map(idOf);
    }

    #begin(loaded: Pick<Personalizer, 'subscribe'>): void {
      if (this.#stop !== undefined) return;
      this.#stop = loaded.subscribe((change) => {
        if (change !== 'event' || this.hasAttribute('live')) this.arrange();
      });
      this.arrange();
    }
  }

  customElements.define(name, Order);
}

const items = (parent: Element): Element[] =>
  [...parent.children].filter((child) => child.hasAttribute('data-item-id'));
const idOf = (child: Element): string => child.getAttribute('data-item-id') ?? '';
const inStock = (child: Element): boolean => !child.hasAttribute('data-out-of-stock');

/** Moves children so that they stand in an order, all around the one that must not be touched. */
function place(parent: Element, order: readonly Element[]): void {
  const before = [...parent.children];
  if (order.every((child, index) => child === before[index])) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const from = still ? [] : order.map((child) => child.getBoundingClientRect());
  const selection = getSelection();
  const held = (node: Node | null | undefined): Element | undefined =>
    node && node !== parent && parent.contains(node) ? order.find((child) => child.contains(node)) : undefined;
  const focused = held(parent.ownerDocument.activeElement);
  const anchor = focused ?? (selection?.isCollapsed === false ? held(selection.anchorNode) : undefined) ?? order[0];
  if (anchor === undefined) return;
  const at = order.indexOf(anchor);
  for (const child of order.slice(0, at)) anchor.before(child);
  for (const child of order.slice(at + 1).reverse()) anchor.after(child);
  from.forEach((old, index) => {
    const child = order[index];
    const now = child?.getBoundingClientRect();
    if (child === undefined || now === undefined || (now.x === old.x && now.y === old.y)) return;
    const start = `translate(${old.x - now.x}px, ${old.y - now.y}px)`;
    child.animate({ transform: [start, 'none'] }, { duration: DURATION, easing: 'ease-out' });
  });
}
