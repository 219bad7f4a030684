/**
 * Holds the strokes that all drawings are made of, on a sheet of 200 by 200.
 *
 * A shape is a plain object; only `picture/index.js` makes elements of it.
 */

/** @typedef {{ tag: string, attributes: Record<string, string | number>, children: Shape[] }} Shape */

/** @type {(tag: string, attributes: Record<string, string | number>, children?: Shape[]) => Shape} */
const shape = (tag, attributes, children = []) => ({ tag, attributes, children });

/** Draws a rectangle, with corners of radius `rx`. */
export const rect = (x, y, width, height, fill, rx = 0) => shape('rect', { x, y, width, height, fill, rx });

/** Draws a disc. */
export const disc = (cx, cy, r, fill) => shape('circle', { cx, cy, r, fill });

/** Draws an ellipse. */
export const oval = (cx, cy, rx, ry, fill) => shape('ellipse', { cx, cy, rx, ry, fill });

/** Fills a path. */
export const path = (d, fill) => shape('path', { d, fill });

/** Draws a path as a line with round ends. */
export const line = (d, stroke, width = 3) =>
  shape('path', {
    d,
    stroke,
    'stroke-width': width,
    fill: 'none',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });

/** Draws a circle as a line. */
export const ring = (cx, cy, r, stroke, width = 3) =>
  shape('circle', { cx, cy, r, stroke, 'stroke-width': width, fill: 'none' });

/** Lays a soft shadow over a part of the product. */
export const shade = (d, opacity = 0.12) => shape('path', { d, fill: '#000', opacity });

/** Lays a gleam over a part of the product. */
export const shine = (d, opacity = 0.28) => shape('path', { d, fill: '#fff', opacity });

/** Moves, turns or scales what it holds. */
export const group = (transform, ...children) => shape('g', { transform }, children);

/** Lets the wall shine through shapes. */
export const faint = (shapes, opacity) =>
  shapes.map(({ tag, attributes, children }) => shape(tag, { ...attributes, opacity }, children));

/**
 * Repeats a drawing `n` times.
 * @template T
 * @param {number} n
 * @param {(i: number) => T} draw
 * @returns {T[]}
 */
export const times = (n, draw) => Array.from({ length: n }, (_, i) => draw(i));

/** Draws a star around a point, with `n` rays. */
export function star(cx, cy, outer, inner, n, fill) {
  const points = times(2 * n, (i) => {
    const radius = i % 2 === 0 ? outer : inner;
    const angle = (Math.PI * i) / n - Math.PI / 2;
    return `${(cx + radius * Math.cos(angle)).toFixed(1)},${(cy + radius * Math.sin(angle)).toFixed(1)}`;
  });
  return shape('polygon', { points: points.join(' '), fill });
}

/** Draws a heart around a point, `size` high and wide. */
export function heart(cx, cy, size, fill) {
  const s = size / 2;
  return path(
    `M${cx} ${cy + s} C${cx - 2.2 * s} ${cy - 0.4 * s} ${cx - s} ${cy - 1.4 * s} ${cx} ${cy - 0.4 * s} C${cx + s} ${cy - 1.4 * s} ${cx + 2.2 * s} ${cy - 0.4 * s} ${cx} ${cy + s}Z`,
    fill,
  );
}

/** Fills a rectangle with a pattern of chance: stripes, bands, dots, waves or nothing. */
export function pattern(x, y, width, height, fill, r) {
  const kind = r.pick(['stripes', 'bands', 'dots', 'wave', 'none']);
  if (kind === 'stripes') {
    const n = Math.max(2, Math.round(width / 14));
    return times(n, (i) => rect(x + ((i + 0.25) * width) / n, y, width / n / 2, height, fill));
  }
  if (kind === 'bands') {
    return times(2, (i) => rect(x, y + height * (0.3 + 0.3 * i), width, height * 0.12, fill));
  }
  if (kind === 'dots') {
    const columns = Math.max(2, Math.round(width / 16));
    const rows = Math.max(2, Math.round(height / 16));
    return times(columns * rows, (i) =>
      disc(
        x + ((i % columns) + 0.5) * (width / columns),
        y + (Math.floor(i / columns) + 0.5) * (height / rows),
        3,
        fill,
      ),
    );
  }
  if (kind === 'wave') {
    const step = width / 4;
    const crests = times(4, () => `q${step / 2} -12 ${step} 0`).join(' ');
    return [
      line(`M${x} ${y + height * 0.42} ${crests}`, fill, 4),
      line(`M${x} ${y + height * 0.62} ${crests}`, fill, 4),
    ];
  }
  return [];
}
