/**
 * Holds the way from the address to a view: everything after `#/` is a page of the shop, which no server hears of.
 *
 * An address names a product, a category or a page, never a rank or a reason: it would tell others what was shown to whom.
 */

import { announce, byId } from './dom.js';

/** Writes the address of a category. */
export const categoryHref = (category) => `#/c/${category.path.map(encodeURIComponent).join('/')}`;

/** Writes the address of a product. */
export const productHref = (item) => `#/p/${encodeURIComponent(item.id)}`;

/** Writes the address of what a search finds. */
export const searchHref = (query) => `#/s/${encodeURIComponent(query)}`;

const NAMES = { '': 'home', c: 'category', p: 'product', s: 'search' };

/** Reads an address into the name of a view and its arguments. */
export function parse(hash) {
  const [name = '', ...rest] = hash.replace(/^#\/?/, '').split('/').map(decode);
  return { name: Object.hasOwn(NAMES, name) ? NAMES[name] : name, path: rest };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Shows the view of the present address, and of every later one.
 * @param {(route: { name: string, path: string[] }) => { title: string, node: HTMLElement, refresh?: () => void }} render
 * @param {Promise<void>} [order] what the first view waits for before it is painted; its pictures are asked for at once
 * @returns {Promise<{ refresh: () => void, redraw: () => void }>} lets the present view follow a change of order, or of language
 */
export async function startRouter(render, order) {
  const main = byId('main');
  const places = new Map();
  let address = location.hash;
  let view = render(parse(address));
  if (order !== undefined) {
    await order;
    view.refresh?.();
  }
  attach();
  // The browser restores scroll positions before the view exists; this router does it after.
  history.scrollRestoration = 'manual';

  window.addEventListener('scroll', () => places.set(address, window.scrollY), { passive: true });
  // A link is followed with a click, the back button without one: only then does the page return to its old place.
  let followed = false;
  document.addEventListener('click', (event) => {
    /** @type {HTMLAnchorElement | null} */
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    if (link !== null) followed = link.hash !== location.hash;
    if (link?.hash !== '#main') return;
    // The link that skips to the products moves the focus, and is no page to come back to.
    event.preventDefault();
    main.focus();
  });
  document.addEventListener('submit', () => {
    followed = true;
  });
  window.addEventListener('hashchange', () => {
    const left = address;
    address = location.hash;
    show();
    window.scrollTo(0, followed ? 0 : (places.get(address) ?? 0));
    focus(followed ? undefined : left);
    followed = false;
  });

  function show() {
    view = render(parse(address));
    attach();
  }

  function attach() {
    main.replaceChildren(view.node);
    main.removeAttribute('aria-busy');
    document.title = view.title;
  }

  /** Moves the focus to the link that had led to the page that was left, or else to the top of the new one. */
  function focus(left) {
    /** @type {HTMLElement | null} */
    const link = left === undefined ? null : main.querySelector(`a[href="${CSS.escape(left)}"]`);
    (link ?? main).focus({ preventScroll: true });
    announce(document.title);
  }

  return {
    refresh: () => view.refresh?.(),
    redraw: show,
  };
}
