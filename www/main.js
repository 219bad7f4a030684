/** Opens the shop: loads the products and the model side by side and draws as soon as there are products. */

import { breath } from './breath.js';
import { campaignOfToday, rulesOfShop } from './campaigns.js';
import { Cart } from './cart.js';
import { Catalogue } from './catalogue.js';
import { byId, h } from './dom.js';
import { startOffline } from './offline.js';
import { startRouter } from './router.js';
import { Search } from './search.js';
import { t } from './texts/index.js';
import { banner } from './views/banner.js';
import { cart as cartView, checkout } from './views/cart.js';
import { category } from './views/category.js';
import { frame } from './views/frame.js';
import { home } from './views/home.js';
import { missing } from './views/missing.js';
import { picturesComing } from './views/picture.js';
import { product } from './views/product.js';
import { search } from './views/search.js';
import { you } from './views/you.js';
import { ShopWindow } from './window.js';

/**
 * @typedef {object} Shop what every view is given
 * @property {Catalogue} catalogue
 * @property {Cart} cart
 * @property {ShopWindow} window
 * @property {Awaited<ReturnType<typeof campaignOfToday>>} plan
 * @property {Search} search
 */

const MODEL = '/models/shop.etalage';

const views = { home, category, product, search, cart: cartView, checkout, you };

const window_ = new ShopWindow();
const cart = new Cart();
const redrawFrame = frame({ cart, window: window_, languageChanged });

/** Draws the present page again; there is none before the products are there. */
const nothing = () => {};
let redrawPage = nothing;
function languageChanged() {
  redrawFrame();
  redrawPage();
}

// The package begins in a task of its own, and before all that is asked for here: what is drawn already can be used.
await breath();
const opened = window_.open(MODEL);
await breath();
try {
  const [catalogue, plan, rules] = await Promise.all([
    Catalogue.load('/models/shop.catalogue.json'),
    campaignOfToday(),
    rulesOfShop(),
  ]);
  window_.rules = rules;
  const shop = { catalogue, cart, window: window_, plan, search: new Search(catalogue) };
  redrawFrame(catalogue);
  await breath();
  const render = ({ name, path }) =>
    (Object.hasOwn(views, name) ? views[name](shop, path) : undefined) ?? missing(shop);
  // A visitor who has chosen an order of their own sees that one first, not the shop's and then another.
  const { refresh, redraw } = await startRouter(render, window_.decided ? opened : undefined);
  redrawPage = redraw;
  window_.addEventListener('change', refresh);
} catch (error) {
  const head = h(
    'div',
    { class: 'head' },
    h('h1', {}, t('noProducts')),
    h('p', { class: 'lead' }, t('noProductsLead')),
  );
  byId('main').replaceChildren(h('div', { class: 'page page-narrow', role: 'alert' }, head));
  byId('main').removeAttribute('aria-busy');
  console.error(error);
}
await opened;
// Where there is nothing to arrange, nobody is asked.
if (redrawPage !== nothing) banner(window_);
await window_.provideForNobody(MODEL);
if (window_.journal !== undefined) {
  globalThis.glassBox = { journal: window_.journal, window: window_, picturesComing };
}
document.documentElement.dataset.ready = '';
startOffline();
