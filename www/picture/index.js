/**
 * Holds the picture of a product: drawn from its id, its words and its brand, the same on every visit.
 *
 * `write.mjs` makes a file of each when the shop is built, and the service worker draws them when there is no network.
 * The pages themselves only ask for addresses, as of any photograph.
 */

import { isTitle, motifOf } from './motifs/index.js';
import { paletteFor, paletteOfBrand, paletteOfName } from './palette.js';
import { chance } from './random.js';
import { disc, faint, oval, path, rect } from './shapes.js';

/**
 * Draws a product, as the text of an SVG file.
 * @param {import('../catalogue.js').Item} item
 * @returns {string}
 */
export function drawing(item) {
  const palette = paletteOf(item);
  const r = chance(item.id);
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', viewBox: '0 0 200 200', width: 400, height: 400 };
  return text({ tag: 'svg', attributes, children: [...backdrop(palette, r), ...motifOf(item)(palette, r)] });
}

/** Gives the colours of a product: every title has its own cover, a brand is known by its colours, a name may name one. */
function paletteOf(item) {
  if (isTitle(item)) return paletteFor(item.id);
  if (item.brand !== null || item.privateLabel) return paletteOfBrand(item.brand, item.privateLabel);
  return paletteOfName(item.name) ?? paletteFor(item.id);
}

/** Draws the wall, what hangs on it, the table and the shadow. */
function backdrop(palette, r) {
  const { wall, table, light } = palette;
  const glow = r.pick([
    [],
    [disc(100, 92, r.between(62, 74), light)],
    [path('M42 152V96a58 58 0 0 1 116 0v56z', light)],
    [disc(r.pick([62, 138]), r.between(58, 76), r.between(34, 46), light)],
  ]);
  return [
    rect(0, 0, 200, 200, wall),
    ...faint(glow, 0.45),
    rect(0, 152, 200, 48, table),
    ...faint([oval(100, 164, 62, 7, '#000')], 0.13),
  ];
}

/**
 * Writes a shape. Every value is a number or a colour of ours: no word of the catalogue comes into a drawing.
 * @param {import('./shapes.js').Shape} shape
 * @returns {string}
 */
function text({ tag, attributes, children }) {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${short(value)}"`);
  const open = `<${tag}${written.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.map(text).join('')}</${tag}>`;
}

/** Two digits after the point are a tenth of a pixel. */
const short = (value) => (typeof value === 'number' ? Math.round(100 * value) / 100 : value);
