/** Draws what is worn, carried and taken outdoors. */

import { disc, line, path, pattern, rect, ring, shade, shine, times } from '../shapes.js';

const RUBBER = '#f4f1ea';

/** A shirt, a pullover or a jacket. */
export const shirt = (p, r) => [
  path('M76 48q24 20 48 0l40 22-16 34-14-6v64H66V98l-14 6-16-34z', p.main),
  ...pattern(74, 78, 52, 70, p.light, r),
  shade('M118 52l6-4 40 22-16 34-14-6v64h-16z', 0.1),
  ...r.pick([[], times(3, (i) => disc(100, 86 + 24 * i, 3, p.ink)), [line('M100 66v92', p.ink, 3)]]),
  line('M78 49q22 18 44 0', p.ink, 4),
];

/** A dress on its hanger. */
export const dress = (p, r) => [
  line('M100 42c0-12 14-10 10-20M62 62l38-20 38 20', p.ink, 4),
  path('M76 54h10q14 16 28 0h10l-4 44 32 64H48l32-64z', p.main),
  ...pattern(80, 108, 40, 46, p.light, r),
  rect(78, 94, 44, 8, p.accent, 3),
  shade('M120 98l32 64h-28l-14-64z'),
];

/** Trousers. */
export const trousers = (p) => [
  path('M66 42h68l10 120h-34l-10-76-10 76H56z', p.main),
  rect(66, 42, 68, 13, p.accent, 3),
  line('M100 56v26M76 58q2 14-8 18M124 58q-2 14 8 18', p.ink, 2.5),
  shade('M118 55h17l9 107h-16z'),
];

/** A running shoe. */
export const shoe = (p) => [
  path('M28 126c6-10 12-34 20-36 10 10 26 10 36-2 12 18 32 26 60 30 20 4 28 12 28 28H28z', p.main),
  path('M22 144h152c4 12-2 18-12 18H36c-10 0-16-6-14-18z', RUBBER),
  line('M30 154h136', p.accent, 4),
  path('M84 88l-22 54h20l20-36z', p.light),
  ...times(4, (i) => line(`M${92 + 11 * i} ${100 + 5 * i}l-10 12`, p.ink, 4)),
  path('M48 90c-2 18-8 30-20 36v-8c6-12 12-28 20-28z', p.accent),
];

/** A boot. */
export const boot = (p) => [
  path('M62 40h50v62c8 16 52 12 56 42H58z', p.main),
  path('M52 144h120v10a8 8 0 0 1-8 8H60a8 8 0 0 1-8-8z', p.ink),
  rect(58, 36, 58, 16, p.accent, 6),
  ...times(4, (i) => line(`M96 ${64 + 13 * i}l20 5`, p.light, 4)),
  shade('M62 52h14v92H59z'),
];

/** A bag with two handles. */
export const bag = (p, r) => [
  line('M74 86c0-56 52-56 52 0', p.ink, 6),
  path('M48 80h104l8 82H40z', p.main),
  ...pattern(60, 96, 80, 54, p.light, r),
  shade('M130 80h22l8 82h-24z'),
  rect(46, 76, 108, 10, p.accent, 3),
  disc(74, 82, 4, p.ink),
  disc(126, 82, 4, p.ink),
];

/** A backpack. */
export const backpack = (p) => [
  line('M82 50c0-20 36-20 36 0', p.ink, 6),
  rect(36, 100, 24, 50, p.accent, 10),
  rect(140, 100, 24, 50, p.accent, 10),
  path('M54 92c0-34 20-44 46-44s46 10 46 44v56a14 14 0 0 1-14 14H68a14 14 0 0 1-14-14z', p.main),
  path('M56 86c2-28 22-36 44-36s42 8 44 36c-6 16-26 20-44 20s-38-4-44-20z', p.accent),
  rect(72, 118, 56, 36, p.light, 8),
  line('M82 130h36', p.ink, 3),
  rect(94, 98, 12, 20, p.ink, 3),
];

/** A tent under a tree. */
export const tent = (p) => [
  path('M146 60l22 48h-12l16 36h-52l16-36h-12z', '#3f7d5a'),
  rect(142, 142, 8, 18, '#7a5534'),
  path('M22 162L90 62l68 100z', p.main),
  path('M90 62l68 100h-40z', p.ink),
  path('M90 62l28 100H62z', p.accent),
  path('M90 84l10 78H76z', p.light),
];

/** A mat, half rolled out. */
export const mat = (p) => [
  path('M64 150h122v12H64z', p.main),
  line('M72 156h108', p.light, 2),
  disc(64, 128, 34, p.main),
  disc(64, 128, 27, p.light),
  disc(64, 128, 21, p.main),
  disc(64, 128, 14, p.light),
  disc(64, 128, 8, p.main),
  path('M128 92h34a6 6 0 0 1 6 6v50h-46V98a6 6 0 0 1 6-6z', p.accent),
  rect(134, 104, 22, 4, p.light, 2),
];

/** A dumbbell. */
export const weights = (p) => [
  rect(60, 104, 80, 13, '#9aa2aa', 5),
  rect(32, 74, 20, 74, p.main, 8),
  rect(52, 62, 18, 98, p.ink, 8),
  rect(148, 74, 20, 74, p.main, 8),
  rect(130, 62, 18, 98, p.ink, 8),
  line('M88 104v13M100 104v13M112 104v13', p.accent, 3),
];

/** A kettlebell. */
export const kettlebell = (p) => [
  line('M72 104L82 58q18-12 36 0l10 46', p.ink, 13),
  disc(100, 122, 42, p.main),
  disc(100, 122, 20, p.light),
  disc(100, 122, 9, p.accent),
  shade('M118 84a42 42 0 0 1 0 76c16-20 16-56 0-76z', 0.16),
];

/** A helmet. */
export const helmet = (p) => [
  path('M30 126c0-48 32-74 74-74s68 30 66 74z', p.main),
  ...times(3, (i) => path(`M${62 + 30 * i} 66q10-6 16 0l4 44h-22z`, p.light)),
  path('M24 124h150v12q-75 14-150 0z', p.ink),
  line('M56 138q44 50 88 0', p.accent, 4),
];

/** A bicycle's parts, as a wheel. */
export const wheel = (p) => [
  ring(100, 104, 54, p.ink, 9),
  ring(100, 104, 46, p.accent, 3),
  ...times(10, (i) =>
    line(
      `M100 104L${100 + 46 * Math.cos((i * Math.PI) / 5)} ${104 + 46 * Math.sin((i * Math.PI) / 5)}`,
      '#9aa2aa',
      1.5,
    ),
  ),
  disc(100, 104, 11, p.main),
  disc(100, 104, 4, p.light),
];

/** A tub or a drink that gives strength. */
export const shaker = (p, r) => [
  rect(66, 40, 68, 24, p.ink, 8),
  path('M60 64h80l-6 90a8 8 0 0 1-8 8H74a8 8 0 0 1-8-8z', p.main),
  rect(64, 88, 72, 44, p.light),
  ...pattern(72, 94, 56, 32, p.accent, r),
  shade('M122 64h18l-6 90a8 8 0 0 1-8 8h-12z'),
  shine('M68 70h6l4 84h-4z', 0.3),
];
