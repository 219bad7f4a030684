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
 * Finds an element of `index.html` by its id.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`expected an element with the id ${id} in index.html, found none`);
  return node;
}

/** Says something to a screen reader without moving its focus. */
export function announce(text) {
  byId('announcer').textContent = text;
}
