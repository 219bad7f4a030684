/**
 * Holds the picture of a product: drawn from its id, its words and its brand, the same on every visit.
 *
 * No file is fetched for a picture, so what a visitor looks at cannot be read from the network.
 */

import { isTitle, motifOf } from './motifs/index.js';
import { paletteFor, paletteOfBrand, paletteOfName } from './palette.js';
import { chance } from './random.js';
import { disc, faint, oval, path, rect } from './shapes.js';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Draws a product. The name stands beside every picture, so the picture itself is decoration.
 * @param {import('../catalogue.js').Item} item
 * @returns {SVGElement}
 */
export const pictureOf = (item) => sheet(item, motifOf(item));

/** Draws a motif on its table, in the colours and with the chance of a product. */
export function sheet(item, motif) {
  const palette = paletteOf(item);
  const r = chance(item.id);
  const attributes = { viewBox: '0 0 200 200', class: 'picture', 'aria-hidden': 'true', focusable: 'false' };
  return element({ tag: 'svg', attributes, children: [...backdrop(palette, r), ...motif(palette, r)] });
}

/** Gives the colours of a product: every title has its own cover, a brand is known by its colours, a name may name one. */
function paletteOf(item) {
  if (isTitle(item)) return paletteFor(item.id);
  if (item.brand !== null || item.privateLabel) return paletteOfBrand(item.brand, item.privateLabel);
  return paletteOfName(item.name) ?? paletteFor(item.id);
}

/** Draws the wall, what hangs on it, the table and the shadow. Wall and table go on beyond the sheet, for frames of any shape. */
function backdrop(palette, r) {
  const { wall, table, light } = palette;
  const glow = r.pick([
    [],
    [disc(100, 92, r.between(62, 74), light)],
    [path('M42 152V96a58 58 0 0 1 116 0v56z', light)],
    [disc(r.pick([62, 138]), r.between(58, 76), r.between(34, 46), light)],
  ]);
  return [
    rect(-200, -200, 600, 600, wall),
    ...faint(glow, 0.45),
    rect(-200, 152, 600, 248, table),
    ...faint([oval(100, 164, 62, 7, '#000')], 0.13),
  ];
}

/**
 * Makes the element of a shape.
 * @param {import('./shapes.js').Shape} shape
 * @returns {SVGElement}
 */
function element({ tag, attributes, children }) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children.map(element));
  return node;
}
