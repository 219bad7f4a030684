/** Draws what grows, what repairs and what grills. */

import { disc, group, line, oval, path, pattern, rect, shade, shine, times } from '../shapes.js';

const WOOD = '#b98252';
const STEEL = '#b9c0c7';

/** A plant in its pot. */
export const plant = (p, r) => {
  const leaves = r.pick([
    times(7, (i) =>
      group(
        `rotate(${-66 + 22 * i} 100 116)`,
        path('M100 116c-12-22-10-50 0-68 10 18 12 46 0 68z', i % 2 ? '#4f9d69' : '#2f7d4f'),
      ),
    ),
    [
      line('M100 116V54', '#2f7d4f', 5),
      ...times(5, (i) => oval(i % 2 ? 116 : 84, 104 - 12 * i, 17, 8, i % 2 ? '#4f9d69' : '#2f7d4f')),
    ],
    [
      ...times(5, (i) =>
        line(`M100 116Q${80 + 10 * i} 84 ${62 + 19 * i} ${60 - 8 * (2 - Math.abs(2 - i))}`, '#2f7d4f', 4),
      ),
      ...times(5, (i) => disc(62 + 19 * i, 58 - 8 * (2 - Math.abs(2 - i)), 10, i % 2 ? p.accent : p.main)),
      ...times(5, (i) => disc(62 + 19 * i, 58 - 8 * (2 - Math.abs(2 - i)), 4, p.light)),
    ],
  ]);
  return [
    ...leaves,
    path('M64 116h72l-9 46H73z', p.main),
    ...pattern(78, 130, 44, 24, p.light, r),
    shade('M118 116h18l-9 46h-15z'),
    rect(58, 106, 84, 16, p.accent, 4),
  ];
};

/** A packet of seeds. */
export const seeds = (p) => [
  path('M56 44h88v118H56z', p.light),
  path('M56 44h88v18H56z', p.main),
  line('M62 53h30', p.light, 4),
  line('M100 136V92', '#2f7d4f', 5),
  path('M100 112c-26 0-26-22-26-22 20-2 26 8 26 22zM100 104c24 0 26-22 26-22-20-2-26 8-26 22z', '#4f9d69'),
  disc(100, 86, 13, p.accent),
  disc(100, 86, 5, p.ink),
  line('M70 148h60', p.main, 4),
  shade('M132 44h12v118h-12z', 0.08),
];

/** A watering can. */
export const wateringCan = (p, r) => [
  line('M62 92c0-44 66-44 66 0', p.ink, 7),
  path('M130 130l44-46 8 8-40 58z', p.main),
  oval(176, 86, 12, 6, p.ink),
  path('M52 92h86l6 70H46z', p.main),
  ...pattern(62, 104, 68, 46, p.light, r),
  shade('M120 92h18l6 70h-20z'),
];

/** A garden chair, or a table with a parasol. */
export const furniture = (p, r) =>
  r.maybe(0.5)
    ? [
        line('M66 50v62M134 50v62', WOOD, 8),
        ...times(4, (i) => rect(64, 52 + 14 * i, 72, 9, p.main, 3)),
        rect(54, 108, 92, 13, p.accent, 6),
        line('M62 120l-4 42M138 120l4 42', WOOD, 8),
        line('M62 140h76', WOOD, 5),
      ]
    : [
        line('M100 46v116', WOOD, 6),
        path('M26 88c8-36 40-50 74-50s66 14 74 50z', p.main),
        path('M74 88c0-30 12-46 26-50 14 4 26 20 26 50z', p.light),
        rect(56, 124, 88, 9, p.ink, 4),
        line('M70 132l-8 30M130 132l8 30', p.ink, 5),
      ];

/** A kettle barbecue. */
export const barbecue = (p) => [
  line('M78 132l-16 30M122 132l16 30M100 134v20', p.ink, 6),
  path('M48 94h104c0 30-22 44-52 44s-52-14-52-44z', p.main),
  shade('M126 94h26c0 30-22 44-52 44 16-6 26-22 26-44z'),
  rect(44, 88, 112, 9, '#a3abb3', 3),
  path('M50 86c2-32 26-44 50-44s48 12 50 44z', p.ink),
  rect(88, 34, 24, 9, p.accent, 4),
  shine('M62 78c2-14 12-22 24-26-8 8-12 16-14 26z', 0.25),
];

/** A cordless drill. */
export const drill = (p) => [
  line('M28 84h22', '#8d969f', 5),
  rect(46, 74, 22, 20, p.ink, 4),
  path('M66 60h76a14 14 0 0 1 14 14v18a14 14 0 0 1-14 14H66z', p.main),
  path('M108 104h34l-6 36h-26z', p.main),
  shade('M108 104h34l-6 36h-26z', 0.16),
  rect(92, 138, 58, 24, p.ink, 6),
  path('M100 106h10l-2 18q-8-2-8-18z', p.accent),
  ...times(3, (i) => line(`M${124 + 9 * i} 74v18`, p.light, 3.5)),
];

/** A hammer and a spanner, crossed. */
export const tools = (p) => [
  group('rotate(32 100 100)', rect(93, 68, 15, 98, p.main, 7), path('M66 44h58q12 4 14 18h-16v10H80V62H66z', STEEL)),
  group(
    'rotate(-32 100 100)',
    rect(94, 62, 13, 104, p.accent, 6),
    path('M82 40c0 16 4 22 18 28 14-6 18-12 18-28l-10 8v14H92V48z', '#8d969f'),
  ),
];

/** A tin of paint that has been used. */
export const paint = (p) => [
  line('M58 88c0-50 84-50 84 0', '#8d969f', 4),
  path('M54 82h92v70a10 10 0 0 1-10 10H64a10 10 0 0 1-10-10z', STEEL),
  rect(54, 104, 92, 40, p.light),
  disc(100, 124, 14, p.main),
  oval(100, 82, 46, 10, '#dfe4e8'),
  oval(100, 83, 39, 7, p.main),
  path('M66 84h26v22q-2 8-7 0-2 26-9 14-4-6-4-14-6-2-6-22z', p.main),
  shade('M128 82h18v70a10 10 0 0 1-10 10h-14c4-2 6-6 6-10z'),
];
