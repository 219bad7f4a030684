/** Draws the picture of a product: a file of the shop, asked for by the product's id. */

import { h } from '../dom.js';
import { pictureHref } from '../picture/address.js';

/** The pictures that were asked for and are not here yet. @type {Set<HTMLImageElement>} */
const coming = new Set();

/**
 * Asks for a picture. The name stands beside every picture, so the picture itself is decoration.
 *
 * All pictures have one priority from the start. Left to itself, a browser hurries those that it finds on the screen, and
 * the order of its requests would tell which products a visitor's order has put there.
 */
export function pictureOf({ id }) {
  const here = () => coming.delete(picture);
  const picture = h('img', {
    class: 'picture',
    alt: '',
    width: 400,
    height: 400,
    decoding: 'async',
    fetchpriority: 'high',
    src: pictureHref(id),
    onload: here,
    onerror: here,
  });
  coming.add(picture);
  return picture;
}

/** Says how many pictures are still on their way. */
export const picturesComing = () => coming.size;
