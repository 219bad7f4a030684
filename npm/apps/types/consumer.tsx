/** Uses every entry of the package as a strict customer does; compiling is the test. Lines that must not compile say so. */

import { type Candidates, type Change, type ErrorCode, EtalageError, Personalizer, type StorageState } from 'etalage';
import { followConsentMode } from 'etalage/consent-mode';
import { defineOrderElement, type OrderElement } from 'etalage/element';
import address from 'etalage/engine.wasm';
import { observeDataLayer } from 'etalage/ga4';
import { Personalizer as Inline } from 'etalage/inline';
import { rerankHits } from 'etalage/instantsearch';
import { usePersonalizedOrder } from 'etalage/react';
import { Personalizer as Sealed } from 'etalage/sealed';
import { observeSegment } from 'etalage/segment';
import { followTcf } from 'etalage/tcf';

interface Product {
  readonly sku: string;
  readonly price: number;
  readonly stock: number;
}

export async function connect(products: readonly Product[]): Promise<Product[]> {
  const shop: Personalizer = await Personalizer.load('/models/shop.etalage', {
    consent: 'persistent',
    keepDays: 14,
    deadline: 500,
    late: 'adopt',
  });
  const sealed: Personalizer = await Sealed.load(address, { consent: 'page' });
  const inline: Personalizer = await Inline.fromBytes(new Uint8Array());
  const ends: (() => void)[] = [
    observeDataLayer(shop),
    followConsentMode(shop),
    followTcf(sealed, { granted: 'page' }),
  ];
  for (const end of ends) end();
  const middleware: (call: { payload: { obj: object }; next: (payload: { obj: object } | null) => void }) => void =
    observeSegment(shop);
  middleware({ payload: { obj: {} }, next: () => undefined });
  const hits: { objectID: string; price: number }[] = rerankHits(shop, { strength: 0.5 })([
    { objectID: 'B0-1042', price: 3 },
  ]);
  hits.length = 0;
  defineOrderElement(Promise.resolve(shop));
  document.querySelector<OrderElement>('etalage-order')?.arrange();

  const page: Candidates<Product> = shop.candidates(products, {
    id: ({ sku }) => sku,
    inStock: ({ stock }) => stock > 0,
  });
  const storage: StorageState = shop.status.storage;
  const changes: Change[] = [];
  shop.subscribe((change) => changes.push(change));
  inline.importProfile(shop.exportProfile());

  // @ts-expect-error: a grade of consent that does not exist
  shop.setConsent('always');
  // @ts-expect-error: a strength that is a text
  shop.rerank(page, { strength: '1' });
  // @ts-expect-error: products without a way to read them
  shop.rerank(products);
  // @ts-expect-error: an instance is loaded or made from bytes, never constructed
  new Personalizer();

  return storage === 'kept'
    ? shop.rerank(page, { strength: 0.7 }).items
    : shop.rerank(products, { id: ({ sku }) => sku }).items;
}

export function Shelf({ shop, products }: { shop: Personalizer | undefined; products: readonly Product[] }) {
  const ordered: readonly Product[] = usePersonalizedOrder(shop, products, { id: ({ sku }) => sku, live: true });
  return (
    <ul>
      {ordered.map(({ sku }) => (
        <li key={sku}>{sku}</li>
      ))}
    </ul>
  );
}

export const codeOf = (error: unknown): ErrorCode | undefined =>
  error instanceof EtalageError ? error.code : undefined;
