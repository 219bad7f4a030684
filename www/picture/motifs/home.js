/** Draws what furnishes a home, from the lamp to the gift that one brings. */

import {
  disc,
  faint,
  group,
  heart,
  line,
  oval,
  path,
  pattern,
  rect,
  ring,
  shade,
  shine,
  star,
  times,
} from '../shapes.js';

/** A table lamp. */
export const lamp = (p, r) => [
  disc(100, 92, 58, '#ffe9a8'),
  oval(100, 160, 30, 6, p.ink),
  line('M100 104v54', p.ink, 6),
  path('M76 46h48l22 58H54z', p.main),
  ...(r.maybe(0.5)
    ? [line('M62 86h76M69 66h62', p.light, 4)]
    : times(4, (i) => line(`M${82 + 12 * i} 50L${68 + 21 * i} 100`, p.light, 3))),
  shade('M108 46h16l22 58h-26z'),
];

/** A candle in its glass. */
export const candle = (p, r) => [
  disc(100, 76, 34, '#ffe9a8'),
  path('M100 48c14 16 10 30 0 32-10-2-14-16 0-32z', '#f5a524'),
  path('M100 62c6 8 5 16 0 17-5-1-6-9 0-17z', '#fff3c4'),
  line('M100 80v12', p.ink, 3),
  path('M64 92h72v58a12 12 0 0 1-12 12H76a12 12 0 0 1-12-12z', p.main),
  ...pattern(70, 108, 60, 40, p.light, r),
  oval(100, 92, 36, 7, p.light),
  shade('M118 92h18v58a12 12 0 0 1-12 12h-14c6-2 8-6 8-12z'),
];

/** A lantern. */
export const lantern = (p) => [
  ring(100, 46, 12, p.ink, 4),
  path('M76 70q24-30 48 0z', p.main),
  rect(64, 70, 72, 10, p.ink, 3),
  rect(70, 80, 60, 70, '#ffe9a8'),
  path('M100 100c10 12 8 22 0 24-8-2-10-12 0-24z', '#f5a524'),
  rect(88, 124, 24, 26, p.light, 2),
  line('M70 80v70M130 80v70M100 80v8', p.main, 5),
  rect(60, 150, 80, 12, p.main, 3),
];

/** A heart on a ribbon. */
export const ornament = (p, r) => [
  line('M100 30v38', p.ink, 3),
  path('M100 68l-14-8v14zM100 68l14-8v14z', p.accent),
  ...r.pick([
    [heart(100, 114, 72, p.main), heart(100, 112, 40, p.light)],
    [star(100, 118, 46, 20, 5, p.main), disc(100, 118, 12, p.light)],
    [
      disc(100, 116, 42, p.main),
      path('M59 108q41 22 82 0v14q-41 22-82 0z', p.light),
      shine('M76 88q8-10 20-10-12 6-16 18z', 0.5),
    ],
  ]),
];

/** An alarm clock. */
export const clock = (p) => [
  line('M72 148l-12 14M128 148l12 14', p.ink, 7),
  disc(68, 62, 16, p.accent),
  disc(132, 62, 16, p.accent),
  disc(100, 106, 52, p.main),
  disc(100, 106, 41, p.light),
  ...times(12, (i) =>
    disc(100 + 34 * Math.sin((i * Math.PI) / 6), 106 - 34 * Math.cos((i * Math.PI) / 6), i % 3 ? 1.5 : 3, p.ink),
  ),
  line('M100 106V80M100 106l18 10', p.ink, 4),
  disc(100, 106, 4, p.accent),
];

/** A picture in its frame. */
export const frame = (p) => [
  rect(52, 40, 96, 122, p.main, 3),
  rect(62, 50, 76, 102, p.light),
  rect(72, 60, 56, 82, p.wall),
  disc(114, 80, 9, p.accent),
  path('M72 128l20-30 16 20 10-12 10 14v22H72z', p.ink),
  shade('M140 40h5a3 3 0 0 1 3 3v116a3 3 0 0 1-3 3h-5z', 0.2),
];

/** A sign with one line of wit on it. */
export const sign = (p) => [
  line('M66 66L100 40l34 26', p.ink, 3),
  disc(100, 40, 4, p.ink),
  rect(38, 66, 124, 76, p.main, 6),
  rect(44, 72, 112, 64, p.light, 4),
  line('M60 90h80', p.ink, 6),
  line('M72 106h56', p.main, 5),
  heart(100, 124, 14, p.accent),
];

/** A cushion. */
export const cushion = (p, r) => [
  path('M46 68q54 12 108 0 8 46 0 92-54-12-108 0-8-46 0-92z', p.main),
  ...pattern(64, 84, 72, 60, p.light, r),
  shade('M132 71q12-1 22-3 8 46 0 92-10-2-22-3 8-44 0-86z'),
  ...[
    [46, 68],
    [154, 68],
    [46, 160],
    [154, 160],
  ].map(([x, y]) => disc(x, y, 5, p.accent)),
];

/** Folded linen. */
export const linen = (p, r) => [
  ...[p.main, p.light, p.accent, p.main].map((fill, i) => rect(42 + 2 * i, 138 - 25 * i, 116 - 4 * i, 26, fill, 12)),
  ...times(4, (i) => line(`M${120 - i} ${151 - 25 * i}h${24 - i}`, '#00000026', 3)),
  ...(r.maybe(0.5) ? [rect(86, 60, 14, 104, p.ink, 2), path('M93 60l-16-12v22zM93 60l16-12v22z', p.ink)] : []),
];

/** A box to keep things in. */
export const box = (p, r) => [
  rect(44, 82, 112, 80, p.main, 6),
  ...pattern(54, 100, 92, 50, p.light, r),
  shade('M134 82h16a6 6 0 0 1 6 6v68a6 6 0 0 1-6 6h-16z'),
  rect(38, 70, 124, 20, p.accent, 5),
  rect(86, 112, 28, 14, p.ink, 7),
  rect(91, 116, 18, 6, p.wall, 3),
];

/** A basket. */
export const basket = (p) => [
  line('M56 94c0-60 88-60 88 0', p.ink, 7),
  path('M42 92h116l-12 70H54z', p.main),
  ...times(4, (i) => line(`M${45 + 2.4 * i} ${104 + 16 * i}h${110 - 5 * i}`, p.light, 4)),
  ...times(5, (i) => line(`M${62 + 19 * i} 94l${6 - 3 * i} 66`, '#00000030', 3)),
  rect(36, 86, 128, 12, p.accent, 6),
];

/** A gift with its bow. */
export const gift = (p, r) => [
  rect(48, 88, 104, 74, p.main, 4),
  ...faint(pattern(54, 96, 40, 60, p.light, r), 0.6),
  rect(42, 74, 116, 22, p.main, 4),
  shade('M42 92h116v5H42z', 0.2),
  rect(90, 74, 20, 88, p.accent),
  path('M100 74c-40 0-44-34-22-34 14 0 22 20 22 34zM100 74c40 0 44-34 22-34-14 0-22 20-22 34z', p.accent),
  path('M100 72c-22-2-26-22-16-22 8 0 16 12 16 22zM100 72c22-2 26-22 16-22-8 0-16 12-16 22z', p.ink),
];

/** Bunting across the wall. */
export const bunting = (p) => [
  line('M14 52q86 44 172 0', p.ink, 3),
  ...times(6, (i) => {
    const x = 26 + 29 * i;
    const y = 57 + 17 * Math.sin(((x - 14) / 172) * Math.PI);
    return path(`M${x - 13} ${y}h26l-13 40z`, [p.main, p.light, p.accent][i % 3]);
  }),
  rect(62, 132, 76, 30, p.main, 5),
  line('M100 132v30M62 147h76', p.light, 4),
];

/** A card and its envelope. */
export const card = (p, r) => [
  rect(36, 82, 108, 80, p.light, 4),
  path('M36 86l54 42 54-42', p.table),
  line('M38 86l52 40 52-40', p.ink, 2),
  group(
    'rotate(8 122 96)',
    rect(88, 46, 76, 100, p.main, 4),
    rect(94, 52, 64, 88, p.light, 2),
    r.maybe(0.5) ? heart(126, 94, 34, p.accent) : star(126, 94, 26, 11, 6, p.accent),
  ),
];

/** A hot-water bottle. */
export const warmer = (p, r) => [
  rect(88, 36, 24, 16, p.ink, 4),
  path('M84 52h32l4 18c22 4 26 14 26 28v44c0 14-8 20-20 20H74c-12 0-20-6-20-20V98c0-14 4-24 26-28z', p.main),
  ...pattern(66, 92, 68, 54, p.light, r),
  shade('M128 74c14 5 18 13 18 24v44c0 14-8 20-20 20h-14c12-2 16-8 16-20z'),
];
