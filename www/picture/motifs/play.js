/** Draws what children and animals play with, and what lies on a desk. */

import { disc, group, line, oval, path, pattern, rect, ring, shade, times } from '../shapes.js';

/** A teddy bear. */
export const teddy = (p, r) => [
  disc(70, 62, 15, p.main),
  disc(130, 62, 15, p.main),
  disc(70, 62, 7, p.light),
  disc(130, 62, 7, p.light),
  oval(100, 140, 36, 26, p.main),
  oval(60, 132, 13, 18, p.main),
  oval(140, 132, 13, 18, p.main),
  oval(100, 142, 20, 17, p.light),
  disc(100, 84, 39, p.main),
  oval(100, 97, 17, 13, p.light),
  disc(86, 78, 4, p.ink),
  disc(114, 78, 4, p.ink),
  oval(100, 91, 6, 4, p.ink),
  line('M100 95v5q-5 5-9 1M100 100q5 5 9 1', p.ink, 2),
  ...(r.maybe(0.6) ? [path('M100 122l-18-9v18zM100 122l18-9v18z', p.accent), disc(100, 122, 5, p.ink)] : []),
];

/** Building blocks. */
export const blocks = (p, r) => {
  const colours = [p.main, p.accent, p.light, p.main];
  return [
    ...[
      [42, 122],
      [100, 122],
      [70, 82],
      [78, 42],
    ].flatMap(([x, y], i) => {
      const width = i === 3 ? 40 : 56;
      return [
        ...times(i === 3 ? 2 : 3, (n) => rect(x + 7 + 17 * n, y - 6, 10, 8, colours[i], 2)),
        rect(x, y, width, 40, colours[i], 3),
        rect(x, y + 34, width, 6, '#00000018'),
      ];
    }),
    ...(r.maybe(0.5) ? [disc(150, 150, 11, p.accent)] : []),
  ];
};

/** A small train. */
export const train = (p) => [
  disc(64, 44, 9, p.light),
  disc(80, 34, 6, p.light),
  rect(52, 60, 18, 34, p.ink, 3),
  rect(34, 90, 84, 50, p.main, 8),
  rect(106, 60, 54, 80, p.accent, 6),
  rect(118, 72, 30, 26, p.light, 4),
  rect(100, 52, 66, 12, p.ink, 4),
  ...[56, 94, 140].flatMap((x) => [disc(x, 146, 16, p.ink), disc(x, 146, 7, p.light)]),
  path('M34 130v22H20z', p.ink),
];

/** A bowl for a dog or a cat. */
export const petBowl = (p) => [
  oval(100, 100, 46, 17, '#8a5a34'),
  ...times(6, (i) => disc(70 + 12 * i, 94 + 5 * (i % 2), 7, i % 2 ? '#a06c40' : '#73482a')),
  path('M44 104h112l16 48a8 8 0 0 1-8 10H36a8 8 0 0 1-8-10z', p.main),
  shade('M136 104h20l16 48a8 8 0 0 1-8 10h-20z'),
  oval(100, 140, 12, 9, p.light),
  ...[
    [84, 128],
    [95, 122],
    [106, 122],
    [117, 128],
  ].map(([x, y]) => disc(x, y, 5, p.light)),
];

/** A bag of food for animals. */
export const petFood = (p) => [
  path('M56 50l6-8h76l6 8 4 112H52z', p.main),
  line('M58 54h84', p.ink, 3),
  disc(100, 112, 34, p.light),
  oval(100, 124, 14, 11, p.accent),
  ...[
    [82, 108],
    [93, 98],
    [107, 98],
    [118, 108],
  ].map(([x, y]) => disc(x, y, 6, p.accent)),
  shade('M128 42h10l6 8 4 112h-18z'),
];

/** A bed for a dog. */
export const petBed = (p) => [
  path('M26 128c0-30 148-30 148 0v18a16 16 0 0 1-16 16H42a16 16 0 0 1-16-16z', p.main),
  oval(100, 126, 56, 15, p.light),
  path('M40 134q60 30 120 0v28H42z', p.main),
  line('M124 96q26 2 32-14', p.accent, 7),
  disc(158, 80, 7, p.accent),
  disc(120, 92, 7, p.accent),
  shade('M146 112q28 4 28 16v18a16 16 0 0 1-16 16h-12z'),
];

/** A notebook and a pen. */
export const notebook = (p, r) => [
  rect(50, 44, 90, 118, p.main, 6),
  ...pattern(72, 56, 60, 94, p.light, r),
  rect(50, 44, 14, 118, p.ink, 5),
  rect(80, 68, 44, 28, p.light, 3),
  line('M88 78h28M88 87h18', p.ink, 2.5),
  group(
    'rotate(16 156 110)',
    rect(150, 56, 12, 88, p.accent, 4),
    path('M150 144h12l-6 18z', p.ink),
    rect(150, 56, 12, 12, p.ink, 4),
  ),
];

/** Pens in their pot. */
export const pens = (p, r) => [
  ...times(5, (i) =>
    group(
      `rotate(${-20 + 10 * i} 100 150)`,
      rect(95, 44, 10, 80, [p.accent, p.light, p.ink, p.main, p.accent][i], 3),
      path('M95 44h10l-5-14z', p.ink),
    ),
  ),
  path('M64 98h72l-6 64H70z', p.main),
  ...pattern(74, 110, 52, 40, p.light, r),
  shade('M118 98h18l-6 64h-16z'),
];

/** A ball of yarn. */
export const yarn = (p) => [
  line('M44 42l70 92M156 42l-70 92', p.accent, 6),
  disc(44, 42, 6, p.ink),
  disc(156, 42, 6, p.ink),
  disc(100, 116, 46, p.main),
  ...times(4, (i) =>
    line(`M${62 + 8 * i} ${94 - 5 * i}q${40 - 2 * i} ${14 + 6 * i} ${62 - 6 * i} ${56 - 2 * i}`, p.light, 3),
  ),
  ring(100, 116, 45, '#00000014', 2),
  line('M130 150q24 16 42 8', p.main, 4),
];
