/**
 * Holds the way from the address to a view: everything after `#/` is a page of the shop.
 *
 * An address names a product, a category or a page, never a rank or a reason: it would tell others what was shown to whom.
 */

import { announce, byId } from './dom.js';

/** Writes the address of a category. */
export const categoryHref = (category) => `#/c/${category.path.map(encodeURIComponent).join('/')}`;

/** Writes the address of a product. */
export const productHref = (item) => `#/p/${encodeURIComponent(item.id)}`;

/** Reads an address into the name of a view and its arguments. */
export function parse(hash) {
  const [name = '', ...rest] = hash.replace(/^#\/?/, '').split('/').map(decode);
  return { name: { '': 'home', c: 'category', p: 'product' }[name] ?? name, path: rest };
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
 * @returns {() => void} lets the present view follow a change of order
 */
export function startRouter(render) {
  const main = byId('main');
  const places = new Map();
  let address = location.hash;
  let view = show();
  // The browser restores scroll positions before the view exists; this router does it after.
  history.scrollRestoration = 'manual';

  window.addEventListener('scroll', () => places.set(address, window.scrollY), { passive: true });
  // A link is followed with a click, the back button without one: only then does the page return to its old place.
  let followed = false;
  document.addEventListener('click', (event) => {
    /** @type {HTMLAnchorElement | null} */
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    followed = link !== null && link.hash !== location.hash;
    if (link?.hash !== '#main') return;
    // The link that skips to the products moves the focus, and is no page to come back to.
    event.preventDefault();
    main.focus();
  });
  window.addEventListener('hashchange', () => {
    const left = address;
    address = location.hash;
    view = show();
    window.scrollTo(0, followed ? 0 : (places.get(address) ?? 0));
    focus(followed ? undefined : left);
    followed = false;
  });

  function show() {
    const next = render(parse(address));
    main.replaceChildren(next.node);
    main.removeAttribute('aria-busy');
    document.title = next.title;
    return next;
  }

  /** Moves the focus to the link that had led to the page that was left, or else to the top of the new one. */
  function focus(left) {
    /** @type {HTMLElement | null} */
    const link = left === undefined ? null : main.querySelector(`a[href="${CSS.escape(left)}"]`);
    (link ?? main).focus({ preventScroll: true });
    announce(document.title);
  }

  return () => view.refresh?.();
}
