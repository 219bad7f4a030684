/** Draws what has a plug or a battery. */

import { disc, line, oval, path, rect, ring, shade, shine, times } from '../shapes.js';

/** Headphones. */
export const headphones = (p) => [
  line('M50 118V102a50 50 0 0 1 100 0v16', p.ink, 9),
  line('M58 92a44 44 0 0 1 84 0', p.light, 3),
  rect(36, 108, 34, 52, p.main, 15),
  rect(130, 108, 34, 52, p.main, 15),
  rect(62, 112, 14, 44, p.accent, 7),
  rect(124, 112, 14, 44, p.accent, 7),
  shine('M44 116q4-4 8-4v40q-8 0-8-8z', 0.3),
];

/** Earbuds over their case. */
export const earbuds = (p) => [
  ...[72, 128].flatMap((x) => [
    disc(x, 66, 18, p.main),
    disc(x, 66, 9, p.ink),
    rect(x - 6, 72, 12, 38, p.main, 6),
    shine(`M${x - 12} 60q4-8 10-8-6 6-6 14z`, 0.5),
  ]),
  path('M46 128a26 26 0 0 1 26-26h56a26 26 0 0 1 26 26v8a26 26 0 0 1-26 26H72a26 26 0 0 1-26-26z', p.light),
  line('M46 124h108', p.ink, 2),
  disc(100, 142, 4, p.accent),
];

/** A loudspeaker. */
export const speaker = (p, r) =>
  r.maybe(0.5)
    ? [
        rect(60, 38, 80, 124, p.main, 12),
        shade('M124 38h4a12 12 0 0 1 12 12v100a12 12 0 0 1-12 12h-4z'),
        disc(100, 70, 17, p.ink),
        disc(100, 70, 8, p.accent),
        disc(100, 120, 30, p.ink),
        ring(100, 120, 24, p.light, 2),
        disc(100, 120, 12, p.accent),
      ]
    : [
        rect(32, 84, 136, 78, p.main, 24),
        ...times(9, (i) => line(`M${58 + 10.5 * i} 98v50`, p.ink, 4)),
        disc(148, 123, 8, p.accent),
        line('M70 84q30-40 60 0', p.ink, 6),
      ];

/** A laptop. */
export const laptop = (p) => [
  rect(46, 58, 108, 84, p.ink, 8),
  rect(53, 65, 94, 70, p.light, 2),
  path('M53 110q24-26 46-8t48-14v47H53z', p.main),
  disc(126, 82, 9, p.accent),
  path('M30 142h140l8 14a6 6 0 0 1-6 7H28a6 6 0 0 1-6-7z', '#c9ced4'),
  rect(84, 142, 32, 5, '#8e959d', 2),
];

/** A keyboard and a mouse. */
export const keyboard = (p) => [
  rect(24, 92, 120, 62, p.main, 8),
  ...times(27, (i) =>
    rect(31 + 12 * (i % 9), 99 + 13 * Math.floor(i / 9), 9.5, 10, i === 8 || i === 18 ? p.accent : p.light, 2),
  ),
  rect(54, 138, 60, 10, p.light, 3),
  line('M165 100q2-30-20-44', p.ink, 3),
  rect(151, 98, 28, 54, p.ink, 14),
  line('M165 104v12', p.accent, 4),
];

/** A drive, a card or a stick that remembers. */
export const storage = (p) => [
  rect(54, 70, 92, 92, p.main, 10),
  shade('M128 70h8a10 10 0 0 1 10 10v72a10 10 0 0 1-10 10h-8z'),
  rect(66, 84, 50, 30, p.light, 4),
  line('M72 94h30M72 104h20', p.ink, 3),
  disc(74, 146, 4, p.accent),
  ...times(4, (i) => rect(96 + 11 * i, 138, 6, 16, p.ink, 2)),
  rect(86, 48, 28, 22, '#c9ced4', 3),
  rect(92, 54, 5, 8, '#6e757d'),
  rect(103, 54, 5, 8, '#6e757d'),
];

/** A phone in its case. */
export const phone = (p) => [
  rect(64, 34, 72, 130, p.main, 14),
  rect(70, 40, 60, 118, p.ink, 9),
  rect(74, 46, 52, 106, p.light, 5),
  path('M74 116q14-22 28-8t24-10v49a5 5 0 0 1-5 5H79a5 5 0 0 1-5-5z', p.main),
  disc(110, 74, 10, p.accent),
  rect(92, 41.5, 16, 3, '#000', 1.5),
];

/** A charger and its cable. */
export const charger = (p) => [
  line('M100 128c0 40 52 38 52 8s-34-28-34-54 40-20 40 4', p.ink, 5),
  rect(58, 66, 84, 66, p.main, 14),
  shade('M124 66h4a14 14 0 0 1 14 14v38a14 14 0 0 1-14 14h-4z'),
  rect(76, 46, 9, 22, '#aab1b8', 2),
  rect(115, 46, 9, 22, '#aab1b8', 2),
  path('M104 78l-20 26h14l-4 20 22-28h-14z', p.accent),
];

/** A game controller. */
export const controller = (p) => [
  path('M60 84h80c26 0 36 40 32 62-4 18-22 18-32 4l-10-14H70l-10 14c-10 14-28 14-32-4-4-22 6-62 32-62z', p.main),
  shade('M140 84c26 0 36 40 32 62-4 18-22 18-32 4l-4-6c14-6 18-40 4-60z'),
  path('M64 96h10v9h9v10h-9v9H64v-9h-9v-10h9z', p.ink),
  ...[
    [136, 98],
    [148, 110],
    [124, 110],
    [136, 122],
  ].map(([x, y], i) => disc(x, y, 5.5, [p.accent, p.light, p.light, p.accent][i])),
  disc(84, 130, 9, p.ink),
  disc(116, 130, 9, p.ink),
  rect(94, 98, 12, 5, p.light, 2.5),
];

/** A light bulb that glows. */
export const bulb = (p) => [
  disc(100, 84, 58, '#ffefb8'),
  path('M100 36c30 0 48 22 48 48 0 22-16 32-22 48H74c-6-16-22-26-22-48 0-26 18-48 48-48z', '#fff7dc'),
  line('M84 132V98l8 8 8-8 8 8 8-8v34', p.accent, 3.5),
  shine('M70 62q10-16 24-18-12 10-18 26z', 0.9),
  ...times(3, (i) => rect(78, 132 + 10 * i, 44, 7, i % 2 ? p.main : p.ink, 3)),
];

/** A small device on the wall: plug, sensor, thermostat. */
export const device = (p) => [
  rect(54, 64, 92, 92, p.light, 20),
  disc(100, 110, 36, p.main),
  disc(100, 110, 28, p.ink),
  line('M84 126a22 22 0 1 1 32 0', p.accent, 5),
  disc(100, 110, 4, p.light),
  line('M100 110l10-12', p.light, 3),
  oval(100, 148, 8, 2.5, p.table),
];

/** A wristwatch. */
export const watch = (p) => [
  rect(80, 26, 40, 46, p.main, 8),
  rect(80, 128, 40, 42, p.main, 8),
  line('M100 138v24M100 36v18', p.ink, 3),
  rect(140, 94, 8, 14, p.ink, 3),
  disc(100, 100, 42, p.ink),
  disc(100, 100, 35, p.light),
  ...times(12, (i) =>
    disc(100 + 29 * Math.sin((i * Math.PI) / 6), 100 - 29 * Math.cos((i * Math.PI) / 6), i % 3 ? 1.2 : 2.6, p.ink),
  ),
  line('M100 100V78M100 100l14 9', p.ink, 3.5),
  line('M100 100l-16 12', p.accent, 2),
];
