/** Holds the shop in its frame: the very page that a visitor opens, and the objects that it works with. */

import { h } from '../dom.js';
import { lang } from '../texts/index.js';

/**
 * @typedef {object} GlassBox
 * @property {import('../journal.js').Journal} journal what went in and what came out
 * @property {import('../window.js').ShopWindow} window the shop's own window
 * @property {() => number} picturesComing how many pictures are still on their way
 */

/** A shop in a frame. It says `open` when its objects are there, again after each reload, and `entry` after each call. */
class FramedShop extends EventTarget {
  /** @param {HTMLIFrameElement} frame */
  constructor(frame) {
    super();
    this.frame = frame;
    frame.addEventListener('load', () => this.#attach());
  }

  /** The frame's own window, which has the same origin as the glass box. */
  get window() {
    return /** @type {(Window & typeof globalThis & { glassBox?: GlassBox }) | null} */ (this.frame.contentWindow);
  }

  /** What the shop hands out: its journal and its window; nothing before it is ready. */
  get box() {
    return this.window?.glassBox;
  }

  /** The instance that arranges the page for the visitor. */
  get visitor() {
    return this.box?.journal.objects.visitor;
  }

  /** Waits until the shop is ready. */
  async ready() {
    while (this.box === undefined)
      await new Promise((resolve) => this.addEventListener('open', resolve, { once: true }));
    return this.box;
  }

  #attach() {
    const root = this.window?.document.documentElement;
    if (root === undefined) return;
    const look = () => {
      if (root.dataset.ready === undefined || this.box === undefined) return false;
      this.box.journal.addEventListener('entry', () => this.dispatchEvent(new Event('entry')));
      this.dispatchEvent(new Event('open'));
      return true;
    };
    if (look()) return;
    const observer = new MutationObserver(() => look() && observer.disconnect());
    observer.observe(root, { attributeFilter: ['data-ready'] });
  }
}

/**
 * Opens the shop in a frame that its journal knows.
 * @param {string} title
 * @param {string} address after the `#`
 */
export function openShop(title, address = '/') {
  const frame = h('iframe', { title, 'data-glass': '', src: `/?lang=${lang()}#${address}` });
  return new FramedShop(frame);
}
