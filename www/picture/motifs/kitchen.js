/** Draws what cooks, pours and serves. */

import { disc, faint, group, line, oval, path, pattern, rect, ring, shade, shine, times } from '../shapes.js';

const STEEL = '#c3c9cf';
const STEEL_DARK = '#8d969f';

/** A pot with a lid and two ears. */
export const pot = (p, r) => [
  path('M34 98h22v9H41a5 5 0 0 1-7-9zM166 98h-22v9h15a5 5 0 0 0 7-9z', p.ink),
  path('M50 94h100v52a16 16 0 0 1-16 16H66a16 16 0 0 1-16-16z', p.main),
  ...faint(pattern(58, 106, 84, 40, p.light, r), 0.85),
  shade('M128 94h22v52a16 16 0 0 1-16 16h-18c8-2 12-8 12-16z'),
  path('M48 94c0-14 22-24 52-24s52 10 52 24z', p.accent),
  shine('M62 88c4-8 18-12 32-12-10 3-20 7-24 12z', 0.4),
  rect(92, 58, 16, 13, p.ink, 6),
];

/** A pan, its handle to the right. */
export const pan = (p) => [
  path('M126 118l56-26a6 6 0 0 1 5 11l-56 26z', p.ink),
  disc(176, 100, 2.5, p.light),
  path('M26 116h112c0 30-20 46-56 46s-56-16-56-46z', p.main),
  shade('M110 116h28c0 30-20 46-56 46 18-6 28-20 28-46z'),
  oval(82, 116, 56, 15, p.ink),
  oval(82, 117, 49, 11, '#3d3a3a'),
  path('M62 116q10-9 24-6t20 6q-4 8-22 8t-22-8z', '#fff6e0'),
  disc(84, 116, 6, '#f2b134'),
];

/** A mug that steams. */
export const mug = (p, r) => [
  ring(138, 118, 20, p.main, 10),
  path('M58 82h78v66a14 14 0 0 1-14 14H72a14 14 0 0 1-14-14z', p.main),
  ...pattern(66, 96, 62, 50, p.light, r),
  shade('M118 82h18v66a14 14 0 0 1-14 14h-14c6-2 10-8 10-14z'),
  oval(97, 82, 39, 8, p.ink),
  line('M84 66q-6-8 0-15t0-14M108 66q-6-8 0-15t0-14', p.light, 4),
];

/** A teapot and its cup. */
export const teapot = (p, r) => [
  path('M132 112c20 0 16-32 40-34-8 20-10 46-38 54z', p.main),
  ring(48, 114, 20, p.main, 8),
  path('M46 118c0-30 24-44 52-44s50 14 50 44c0 26-18 44-50 44s-52-18-52-44z', p.main),
  ...pattern(70, 100, 56, 42, p.light, r),
  shade('M120 82c16 6 28 18 28 36 0 26-18 44-50 44 22-10 30-40 22-80z'),
  path('M70 80c4-12 16-16 28-16s24 4 28 16z', p.accent),
  disc(98, 60, 7, p.ink),
];

/** A stack of plates, a bowl on top. */
export const tableware = (p) => [
  ...times(3, (i) =>
    group(
      `translate(0 ${-11 * i})`,
      path('M34 146h132c-8 12-26 16-66 16s-58-4-66-16z', i % 2 ? p.light : p.main),
      oval(100, 146, 66, 9, i % 2 ? '#fff' : p.light),
    ),
  ),
  path('M58 92h84c-2 24-16 34-42 34s-40-10-42-34z', p.main),
  shade('M116 92h26c-2 24-16 34-42 34 12-6 16-18 16-34z'),
  oval(100, 92, 42, 9, p.light),
  oval(100, 93, 34, 6, p.accent),
];

/** Two wine glasses. */
export const glasses = (p) =>
  [66, 132].flatMap((x, i) => [
    line(`M${x} 110v46`, p.ink, 4),
    oval(x, 160, 22, 5, p.ink),
    path(`M${x - 24} 54h48c6 34-4 60-24 60s-30-26-24-60z`, p.light),
    path(`M${x - 24} 78h49c-1 22-9 36-25 36s-24-14-24-36z`, i === 0 ? p.main : p.accent),
    shine(`M${x - 16} 60h6c-4 18 0 32 4 42-8-6-12-24-10-42z`, 0.5),
  ]);

/** Knife, fork and spoon, or knives alone. */
export const knives = (p) => [
  rect(48, 40, 104, 122, p.light, 8),
  ...times(3, (i) =>
    group(
      `translate(${68 + 32 * i} ${4 * i})`,
      path('M-9 52c12 4 17 22 17 54H-9z', STEEL),
      path('M-9 52c5 4 8 22 8 54h-8z', STEEL_DARK),
      rect(-9, 106, 17, 44 - 4 * i, p.main, 6),
      disc(-0.5, 118, 2, p.light),
      disc(-0.5, 134, 2, p.light),
    ),
  ),
];

/** A board to cut on, with a knife and something green. */
export const board = (p) => [
  path('M40 96a10 10 0 0 1 10-10h80a10 10 0 0 1 10 10v56a10 10 0 0 1-10 10H50a10 10 0 0 1-10-10z', '#c98f58'),
  line('M52 106h76M52 124h76M52 142h76', '#b0763f', 2),
  rect(138, 116, 34, 16, '#c98f58', 8),
  disc(160, 124, 4, p.wall),
  disc(72, 100, 20, p.main),
  line('M72 84q-2-10 8-14', p.ink, 4),
  shine('M60 92q4-8 12-8-8 4-8 14z', 0.5),
  path('M92 130l44-22c6 8-4 18-16 22z', STEEL),
];

/** A coffee machine. */
export const coffeeMachine = (p) => [
  rect(54, 46, 92, 30, p.main, 8),
  rect(54, 46, 30, 112, p.main, 8),
  rect(46, 150, 112, 14, p.ink, 5),
  shade('M54 76h30v74H54z', 0.14),
  disc(66, 61, 5, p.accent),
  rect(84, 56, 50, 10, p.light, 5),
  path('M104 76h26l-5 12h-16z', p.ink),
  line('M117 90v16', '#5a3825', 3),
  path('M98 108h40v28a10 10 0 0 1-10 10h-20a10 10 0 0 1-10-10z', p.light),
  oval(118, 109, 20, 4, '#5a3825'),
  ring(142, 122, 9, p.light, 5),
];

/** A blender with something good in it. */
export const blender = (p) => [
  rect(78, 34, 44, 12, p.ink, 4),
  path('M62 46h76l-10 72H72z', p.light),
  path('M67 82q16-10 33 0t33 0l-5 36H72z', p.accent),
  ...times(4, (i) => disc(82 + 12 * i, 98 + 5 * (i % 2), 4, p.main)),
  line('M138 56q20 4 12 34t-20 18', p.ink, 6),
  shine('M72 52h8l4 60h-6z', 0.5),
  path('M68 118h64l10 44H58z', p.main),
  shade('M116 118h16l10 44h-22z'),
  disc(100, 142, 9, p.light),
  line('M100 142l5-5', p.ink, 3),
];

/** A packet of coffee or tea. */
export const packet = (p, r) => [
  path('M60 52h80l4 110H56z', p.main),
  rect(60, 42, 80, 14, p.ink, 2),
  shade('M120 56h20l4 106h-20z'),
  rect(72, 78, 56, 56, p.light, r.pick([4, 28])),
  ...r.pick([
    [
      oval(92, 106, 9, 14, '#6b4226'),
      oval(110, 106, 9, 14, '#6b4226'),
      line('M92 94q4 12 0 24M110 94q-4 12 0 24', p.light, 2),
    ],
    [path('M100 86c20 12 14 34 0 40-14-6-20-28 0-40z', p.accent), line('M100 92v30', p.light, 2.5)],
  ]),
];

/** A cake on a stand. */
export const cake = (p) => [
  oval(100, 160, 34, 5, p.ink),
  path('M94 128h12l6 32H88z', p.ink),
  oval(100, 128, 62, 9, p.light),
  path('M58 84h84v38c0 5-84 5-84 0z', '#f3d6a5'),
  path('M58 102h84v8H58z', p.main),
  path(
    'M56 84c0-10 88-10 88 0 0 12-8 16-14 8-6 14-14 12-18 0-6 14-16 12-20 0-6 12-14 12-18-2-6 12-18 8-18-6z',
    p.accent,
  ),
  ...times(3, (i) => disc(76 + 24 * i, 74, 6, p.main)),
];

/** A tin or a jar with its label. */
export const jar = (p, r) => [
  path('M62 66h76v84a12 12 0 0 1-12 12H74a12 12 0 0 1-12-12z', p.main),
  rect(66, 46, 68, 20, p.ink, 5),
  line('M72 56h56', p.light, 2),
  rect(62, 88, 76, 46, p.light),
  ...pattern(68, 92, 64, 38, p.accent, r),
  shade('M122 66h16v84a12 12 0 0 1-12 12h-12c6-2 8-6 8-12z'),
  shine('M68 70h6v84q-6-2-6-8z', 0.3),
];
