/** Holds the one way in which this shop makes elements. Text is always text: nothing from the catalogue is parsed as HTML. */

/**
 * Makes an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} properties attributes, or listeners under names such as `onclick`; `false` and `undefined` leave one out
 * @param {...(Node | string | false | null | undefined)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value !== false && value !== undefined && value !== null)
      node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter((child) => child !== false && child !== null && child !== undefined));
  return node;
}

/**
 * Draws a bar as long as a share of its track.
 * @param {number} share from 0 to 1
 * @param {string} look
 */
export function meter(share, look = '') {
  const bar = h('span', { class: `part-bar ${look}` });
  bar.style.inlineSize = `${Math.max(0, Math.min(100, 100 * share))}%`;
  return h('span', { class: 'part-track', 'aria-hidden': 'true' }, bar);
}

const SVG = 'http://www.w3.org/2000/svg';

/** The shop's few signs, drawn on a sheet of 24 by 24. */
const SIGNS = {
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21',
  cart: 'M3 4h2.4l2.2 11h10.2l2.2-8H6.4M9.5 20a1 1 0 1 0 0-.01M16.5 20a1 1 0 1 0 0-.01',
  why: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.4 9.4a2.7 2.7 0 1 1 3.9 2.4c-.9.5-1.3 1-1.3 2M12 17v.01',
  add: 'M12 5v14M5 12h14',
  heart: 'M12 20C5 15 3 11.5 3 8.6A4.6 4.6 0 0 1 12 7a4.6 4.6 0 0 1 9 1.6C21 11.500 19 15 12 20z',
  remove: 'M6 6l12 12M18 6 6 18',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  glass: 'M4 7l8-4 8 4v10l-8 4-8-4zM4 7l8 4 8-4M12 11v10',
};

/**
 * Draws a sign. The words beside it, or the label of its button, say what it means.
 * @param {keyof typeof SIGNS} name
 */
export function sign(name) {
  const node = document.createElementNS(SVG, 'svg');
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', class: 'sign', 'aria-hidden': 'true' }))
    node.setAttribute(key, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SIGNS[name]);
  node.append(path);
  return node;
}

/**
 * Finds an element of the page by its id.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`expected an element with the id ${id} in the page, found none`);
  return node;
}

/** Says something to a screen reader without moving its focus. */
export function announce(text) {
  byId('announcer').textContent = text;
}

/** Lets the visitor keep a text as a file. Nothing leaves the device. */
export function saveFile(name, text, type = 'application/json') {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h('a', { href: url, download: name }).click();
  // The browser has taken hold of the bytes by the next turn.
  setTimeout(() => URL.revokeObjectURL(url));
}
