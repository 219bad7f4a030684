/** Holds what every test begins with: the model of a shop of four toys and four tools, made by `src/fixture.rs`. */

import { readFile } from 'node:fs/promises';
import { Personalizer } from 'etalage';

const MODEL = new URL('../../tests/fixtures/toys_and_tools.v1.etalage', import.meta.url);

/** The page: its own type, its own name for the id, one product that the model does not know. */
export const PRODUCTS = [
  'toy-kite',
  'tool-saw',
  'toy-bear',
  'tool-drill',
  'gift-voucher',
  'toy-train',
  'tool-vice',
].map((sku, index) => ({ sku, price: 10 + index, stock: 3 }));

/** How the package reads it. */
export const options = { id: (product) => product.sku };

/** Gives the bytes of the model. */
export const modelBytes = () => readFile(MODEL);

/** Opens the shop for a visitor who allows it. */
export const open = async (consent = 'page') => Personalizer.fromBytes(await modelBytes(), { consent });

/** Gives the ids of products, in their order. */
export const skus = (items) => items.map(({ sku }) => sku);

/** Lets a visitor look at items, one a second. */
export function look(shop, ...itemIds) {
  itemIds.forEach((itemId, second) => {
    shop.observe({ event: 'view_item', itemId, timestamp: 1_764_322_267_000 + 1000 * second });
  });
}
