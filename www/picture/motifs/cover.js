/** Draws the art on a cover: a small scene of chance, inside any frame. Every shape stays within it by construction. */

import { disc, line, path, rect, star, times } from '../shapes.js';

/** @type {Record<string, (frame: { x: number, y: number, w: number, h: number, cx: number }, p: import('../palette.js').Palette, r: import('../random.js').Chance) => import('../shapes.js').Shape[]>} */
const SCENES = {
  hills: ({ x, y, w, h, cx }, p, r) => [
    disc(x + w * r.between(0.3, 0.7), y + h * 0.34, w * 0.17, p.accent),
    path(
      `M${x} ${y + h * 0.7}L${x + w * 0.32} ${y + h * 0.42}L${x + w * 0.66} ${y + h * 0.74}L${x + w} ${y + h * 0.52}V${y + h}H${x}z`,
      p.ink,
    ),
    path(`M${x} ${y + h * 0.88}Q${cx} ${y + h * 0.66} ${x + w} ${y + h * 0.86}V${y + h}H${x}z`, p.light),
  ],
  night: ({ x, y, w, h }, p, r) => [
    disc(x + w * 0.66, y + h * 0.3, w * 0.15, p.light),
    disc(x + w * 0.6, y + h * 0.27, w * 0.13, p.main),
    ...times(6, (i) => star(x + w * r.between(0.1, 0.9), y + h * (0.1 + 0.09 * i), 3, 1.2, 4, p.light)),
    path(
      `M${x} ${y + h * 0.84}Q${x + w * 0.3} ${y + h * 0.62} ${x + w * 0.55} ${y + h * 0.8}T${x + w} ${y + h * 0.72}V${y + h}H${x}z`,
      p.ink,
    ),
  ],
  rings: ({ y, w, h, cx }, p) =>
    times(4, (i) => disc(cx, y + h * 0.5, w * (0.4 - 0.1 * i), [p.light, p.accent, p.ink, p.light][i])),
  burst: ({ y, w, h, cx }, p, r) => [
    star(cx, y + h * 0.48, w * 0.42, w * 0.2, r.pick([6, 8, 10, 12]), p.accent),
    disc(cx, y + h * 0.48, w * 0.15, p.light),
  ],
  towers: ({ x, y, w, h, cx }, p, r) => [
    disc(cx, y + h * 0.4, w * 0.28, p.accent),
    ...times(5, (i) => {
      const top = y + h * r.between(0.34, 0.66);
      return rect(x + w * (0.08 + 0.17 * i), top, w * 0.14, y + h - top, i % 2 === 0 ? p.ink : p.light);
    }),
  ],
  arrows: ({ x, y, w, h, cx }, p) =>
    times(4, (i) => {
      const low = y + h * (0.34 + 0.14 * i);
      return line(
        `M${x + w * 0.16} ${low}L${cx} ${low - h * 0.14}L${x + w * 0.84} ${low}`,
        [p.light, p.accent][i % 2],
        5,
      );
    }),
  planet: ({ x, y, w, h, cx }, p, r) => [
    ...times(5, (i) => disc(x + w * r.between(0.08, 0.92), y + h * (0.12 + 0.18 * i), 1.6, p.light)),
    disc(cx, y + h * 0.48, w * 0.25, p.accent),
    path(`M${cx - w * 0.25} ${y + h * 0.48}a${w * 0.25} ${w * 0.25} 0 0 0 ${w * 0.5} 0z`, p.ink),
    line(`M${x + w * 0.12} ${y + h * 0.58}Q${cx} ${y + h * 0.4} ${x + w * 0.88} ${y + h * 0.38}`, p.light, 4),
  ],
  sea: ({ x, y, w, h, cx }, p) => [
    disc(cx, y + h * 0.4, w * 0.22, p.accent),
    ...times(3, (i) => {
      const top = y + h * (0.52 + 0.16 * i);
      const crest = `q${w / 8} ${-h * 0.07} ${w / 4} 0`;
      return path(`M${x} ${top}${crest.repeat(4)}V${y + h}H${x}z`, [p.light, p.ink, p.accent][i]);
    }),
  ],
  road: ({ x, y, w, h, cx }, p) => [
    disc(cx, y + h * 0.44, w * 0.24, p.accent),
    rect(x, y + h * 0.5, w, h * 0.5, p.ink),
    path(`M${cx - w * 0.04} ${y + h * 0.5}h${w * 0.08}L${x + w * 0.86} ${y + h}H${x + w * 0.14}z`, p.light),
    line(
      `M${cx} ${y + h * 0.56}v${h * 0.06}M${cx} ${y + h * 0.7}v${h * 0.08}M${cx} ${y + h * 0.86}v${h * 0.1}`,
      p.main,
      3,
    ),
  ],
  gem: ({ y, w, h, cx }, p) => {
    const [top, bottom] = [y + h * 0.24, y + h * 0.78];
    const girdle = y + h * 0.42;
    return [
      path(
        `M${cx - w * 0.2} ${top}h${w * 0.4}L${cx + w * 0.36} ${girdle}L${cx} ${bottom}L${cx - w * 0.36} ${girdle}z`,
        p.light,
      ),
      path(`M${cx - w * 0.36} ${girdle}h${w * 0.72}L${cx} ${bottom}z`, p.accent),
      path(`M${cx - w * 0.14} ${girdle}h${w * 0.28}L${cx} ${bottom}z`, p.ink),
    ];
  },
  wood: ({ x, y, w, h }, p, r) =>
    times(4, (i) => {
      const at = x + w * (0.17 + 0.22 * i);
      const top = y + h * r.between(0.2, 0.45);
      return path(
        `M${at} ${top}L${at + w * 0.13} ${y + h * 0.92}H${at - w * 0.13}z`,
        [p.ink, p.accent, p.light, p.ink][i],
      );
    }),
};

/** Draws a scene inside the frame at `x`, `y`, `w` wide and `h` high. */
export const cover = (x, y, w, h, p, r) => SCENES[r.pick(Object.keys(SCENES))]({ x, y, w, h, cx: x + w / 2 }, p, r);
