/** Opens the shop: loads the products and the model side by side and draws as soon as there are products. */

import { Cart } from './cart.js';
import { Catalogue } from './catalogue.js';
import { announce, byId, h } from './dom.js';
import { categoryHref, startRouter } from './router.js';
import { bar } from './views/bar.js';
import { cart as cartView } from './views/cart.js';
import { category } from './views/category.js';
import { home } from './views/home.js';
import { missing } from './views/missing.js';
import { product } from './views/product.js';
import { you } from './views/you.js';
import { ShopWindow } from './window.js';

const views = { home, category, product, cart: cartView, you };

const window_ = new ShopWindow();
const cart = new Cart();
bar(window_);

// The window is open in the shop's order from the start: no page ever waits for the model.
const opened = window_.open('/models/shop.etalage');
try {
  const catalogue = await Catalogue.load('/models/shop.catalogue.json');
  open({ catalogue, cart, window: window_ });
} catch (error) {
  byId('main').replaceChildren(
    h('p', { class: 'notice', role: 'alert' }, 'The shelves could not be filled. Please try again in a moment.'),
  );
  console.error(error);
}
await opened;

/** Draws the shop around its products. */
function open(shop) {
  byId('sign').textContent = shop.catalogue.name;
  byId('departments').append(
    ...[...shop.catalogue.root.children.values()].map((department) =>
      h('li', {}, h('a', { href: categoryHref(department) }, department.name)),
    ),
  );
  cart.addEventListener('change', () => {
    byId('cart-count').textContent = String(cart.count);
    announce(`${cart.count} in the cart`);
  });
  const refresh = startRouter(({ name, path }) => {
    const view = Object.hasOwn(views, name) ? views[name](shop, path) : undefined;
    return view ?? missing();
  });
  window_.addEventListener('change', refresh);
}
