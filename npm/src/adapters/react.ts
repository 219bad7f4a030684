/**
 * Puts products in the visitor's order in React, on the server too: there, and while the page is hydrated, the order is
 * the shop's own.
 *
 * @example
 * ```tsx
 * import { usePersonalizedOrder } from 'etalage/react';
 *
 * function Shelf({ shop, products }: { shop: Personalizer | undefined; products: readonly Product[] }) {
 *   const ordered = usePersonalizedOrder(shop, products, { id: (product) => product.sku });
 *   return <ul>{ordered.map((product) => <li key={product.sku}>{product.name}</li>)}</ul>;
 * }
 * ```
 *
 * @packageDocumentation
 */

import { useMemo, useSyncExternalStore } from 'react';
import type { Personalizer, RerankOptions } from '../index.js';

/**
 * Options of {@link usePersonalizedOrder}.
 *
 * @example
 * ```ts
 * const options: HookOptions<Product> = { id: (product) => product.sku, live: true };
 * ```
 */
export interface HookOptions<P> extends RerankOptions<P> {
  /**
   * Whether a click changes the order at once. Otherwise it counts when the products are other ones, or the component is
   * mounted anew, and nothing moves under the visitor's hand. Default: false.
   */
  readonly live?: boolean;
}

/**
 * Gives products in the visitor's order: the same objects, each once. Without a personalizer, or on the server, it gives
 * the very array that came in.
 *
 * Follow the order by what does not change at each rendering: `id` and `inStock` may, `products` and `rules` should not.
 *
 * @example
 * ```tsx
 * const ordered = usePersonalizedOrder(shop, products, { id: (product) => product.sku, strength: 0.7 });
 * ```
 */
export function usePersonalizedOrder<P>(
  shop: Pick<Personalizer, 'rerank' | 'subscribe' | 'revision'> | null | undefined,
  products: readonly P[],
  options: HookOptions<P>,
): readonly P[] {
  const { live = false, strength, rules } = options;
  const store = useMemo(() => watched(shop, live), [shop, live]);
  const revision = useSyncExternalStore(store.subscribe, store.revision, inShopOrder);
  // biome-ignore lint/correctness/useExhaustiveDependencies: functions written in place are others at each rendering.
  return useMemo(
    () => (revision === 0 || !shop ? products : shop.rerank(products, options).items),
    [revision, shop, products, strength, rules],
  );
}

interface Store {
  readonly subscribe: (rerender: () => void) => () => void;
  readonly revision: () => number;
}

/** The revision of the server, where nobody is known. */
const inShopOrder = (): number => 0;

/** Counts the changes that are to be seen at once. */
function watched(shop: Pick<Personalizer, 'subscribe' | 'revision'> | null | undefined, live: boolean): Store {
  if (!shop) return { subscribe: () => () => undefined, revision: inShopOrder };
  let seen = shop.revision;
  return {
    subscribe: (rerender) =>
      shop.subscribe((change) => {
        if (change === 'event' && !live) return;
        seen = shop.revision;
        rerender();
      }),
    revision: () => seen,
  };
}
