/** Holds what every app does: a visitor of tools comes to a shop of toys and tools, and the page shows the order. */

/** The page, in the shop's order. */
export const PRODUCTS = ['toy-kite', 'tool-saw', 'toy-bear', 'tool-drill', 'toy-train', 'tool-vice'].map((sku) => ({
  sku,
}));

/** How the package reads it. */
export const id = ({ sku }) => sku;

/** What the visitor looks at, one a second. */
export const LOOKS = ['tool-saw', 'tool-hammer', 'tool-vice', 'tool-drill'];

/** Lets the visitor look around, and gives the order. */
export function ordered(shop) {
  LOOKS.forEach((itemId, second) => {
    shop.observe({ event: 'view_item', itemId, timestamp: 1_764_322_267_000 + 1000 * second });
  });
  return shop.rerank(PRODUCTS, { id }).items.map(id);
}

/** Loads the model, lets the visitor look around and writes the order, or why there is none, into the page. */
export async function show(Personalizer, url, options) {
  const shop = await Personalizer.load(url, { consent: 'page', deadline: 20_000, ...options });
  document.body.dataset.order = ordered(shop).join(' ');
  document.body.dataset.status = shop.status.code;
  return shop;
}
