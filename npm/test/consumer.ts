/** Uses the package as a strict customer does; compiling is the test. Lines that must not compile say so. */

import { type ContributionPart, type ErrorCode, EtalageError, type Mode, Personalizer, type Reranked } from 'etalage';

interface Product {
  readonly sku: string;
  readonly price: number;
}

export async function order(products: readonly Product[]): Promise<Product[]> {
  const shop = await Personalizer.load('/models/shop.etalage', { consent: 'page', integrity: 'sha256-abc=' });
  shop.observe({ event: 'view_item', itemId: 'B0-1042' });
  const reranked: Reranked<Product> = shop.rerank(products, { id: (product) => product.sku, strength: 0.7 });
  const mode: Mode = reranked.mode;
  const ids: string[] = shop.recommend(3, { exclude: [mode] }).map((recommendation) => recommendation.itemId);
  const part: ContributionPart | undefined = shop.explain(ids[0] ?? '')?.contributions[0]?.part;

  // @ts-expect-error: a misspelt event
  shop.observe({ event: 'view_itme', itemId: 'B0-1042' });
  // @ts-expect-error: an id that is a number
  shop.rerank(products, { id: (product) => product.price });
  // @ts-expect-error: a grade of consent that does not exist
  shop.setConsent('for ever');
  // @ts-expect-error: an instance is loaded or made from bytes, never constructed
  new Personalizer();

  return part === undefined ? [] : reranked.items;
}

export const codeOf = (error: unknown): ErrorCode | undefined =>
  error instanceof EtalageError ? error.code : undefined;
