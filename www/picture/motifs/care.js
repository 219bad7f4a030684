/** Draws what cares for people, children and animals, and what fills a desk. */

import { disc, heart, line, oval, path, pattern, rect, ring, shade, shine, times } from '../shapes.js';

/** A bottle with a pump. */
export const bottle = (p, r) => [
  path('M96 36h36v9h-26v13H96z', p.ink),
  rect(84, 56, 32, 16, p.ink, 4),
  path('M66 88c0-12 10-16 18-16h32c8 0 18 4 18 16v64a10 10 0 0 1-10 10H76a10 10 0 0 1-10-10z', p.main),
  rect(74, 100, 52, 42, p.light, 4),
  ...pattern(80, 106, 40, 30, p.accent, r),
  shade('M120 72c8 1 14 6 14 16v64a10 10 0 0 1-10 10h-10c4-2 6-6 6-10z'),
];

/** A pot of cream. */
export const cream = (p) => [
  rect(46, 104, 108, 58, p.main, 16),
  rect(54, 116, 92, 32, p.light, 4),
  heart(100, 132, 18, p.accent),
  rect(42, 82, 116, 28, p.ink, 8),
  shine('M50 86h40v5H50z', 0.25),
  path('M82 82q0-20 18-20 20 0 20-16 12 20 0 36z', p.light),
];

/** A lipstick. */
export const lipstick = (p) => [
  path('M84 84V56q0-14 30-24v52z', p.accent),
  shade('M102 84V38l12-6v52z'),
  rect(78, 84, 42, 26, '#e0c27a', 2),
  rect(70, 108, 58, 54, p.main, 4),
  shine('M78 112h7v46h-7z', 0.25),
  rect(138, 96, 32, 66, p.ink, 5),
  line('M146 106v46', p.main, 3),
];

/** A flacon of perfume. */
export const perfume = (p) => [
  rect(86, 40, 28, 26, p.ink, 3),
  rect(92, 66, 16, 12, '#e0c27a'),
  path('M52 92q0-14 14-14h68q14 0 14 14v56q0 14-14 14H66q-14 0-14-14z', p.light),
  path('M60 112q20-10 40 0t40 0v34q0 8-8 8H68q-8 0-8-8z', p.main),
  rect(78, 104, 44, 30, p.light, 2),
  line('M86 114h28M92 123h16', p.ink, 2.5),
  shine('M60 88h7v60h-7z', 0.7),
];

/** A hair dryer. */
export const dryer = (p) => [
  path('M104 100h32l8 54a8 8 0 0 1-8 8h-14a8 8 0 0 1-8-7z', p.accent),
  path('M44 66h70a34 34 0 1 1 0 52H44z', p.main),
  path('M44 62v60l-14-8V70z', p.ink),
  disc(134, 92, 17, p.light),
  disc(134, 92, 9, p.ink),
  shine('M50 70h54v6H50z', 0.3),
];

/** A box of capsules. */
export const vitamins = (p) => [
  rect(66, 46, 68, 22, p.light, 5),
  ...times(6, (i) => line(`M${74 + 10.4 * i} 50v14`, '#00000022', 2)),
  path('M60 72h80v80a10 10 0 0 1-10 10H70a10 10 0 0 1-10-10z', p.main),
  rect(60, 92, 80, 44, p.light),
  path('M94 100h12v10h10v12h-10v8H94v-8H84v-12h10z', p.accent),
  [
    'g',
    { transform: 'rotate(-24 152 154)' },
    [rect(136, 148, 34, 14, p.accent, 7), rect(153, 148, 17, 14, p.light, 7)],
  ],
  shade('M124 72h16v80a10 10 0 0 1-10 10h-12c4-2 6-6 6-10z'),
];

/** A baby's bottle. */
export const babyBottle = (p) => [
  path('M88 60c0-26 24-26 24 0z', '#e8b98a'),
  rect(74, 58, 52, 20, p.accent, 6),
  rect(66, 78, 68, 84, p.light, 16),
  path('M66 108h68v38a16 16 0 0 1-16 16H82a16 16 0 0 1-16-16z', p.main),
  ...times(4, (i) => line(`M112 ${96 + 15 * i}h14`, p.ink, 2.5)),
  heart(88, 132, 18, p.light),
];

/** A packet of nappies or wipes. */
export const nappies = (p) => [
  rect(40, 72, 120, 90, p.main, 14),
  path('M40 86a14 14 0 0 1 14-14h92a14 14 0 0 1 14 14v10q-60 18-120 0z', p.accent),
  disc(100, 124, 27, p.light),
  disc(92, 120, 2.8, p.ink),
  disc(108, 120, 2.8, p.ink),
  line('M92 131q8 7 16 0', p.ink, 3),
  line('M100 97q6-8 0-12', p.light, 3.5),
  shade('M140 72h6a14 14 0 0 1 14 14v62a14 14 0 0 1-14 14h-6z', 0.09),
];

/** A pushchair. */
export const pushchair = (p) => [
  line('M150 58l-22 62M150 58h18', p.ink, 6),
  path('M46 104a46 46 0 0 1 46-46v46z', p.accent),
  path('M46 104h92c0 26-18 38-46 38s-46-12-46-38z', p.main),
  line('M70 140l-6 14M116 138l12 16', p.ink, 5),
  disc(62, 152, 13, p.ink),
  disc(62, 152, 5, p.light),
  disc(130, 152, 13, p.ink),
  disc(130, 152, 5, p.light),
];

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
  [
    'g',
    { transform: 'rotate(16 156 110)' },
    [rect(150, 56, 12, 88, p.accent, 4), path('M150 144h12l-6 18z', p.ink), rect(150, 56, 12, 12, p.ink, 4)],
  ],
];

/** Pens in their pot. */
export const pens = (p, r) => [
  ...times(5, (i) => [
    'g',
    { transform: `rotate(${-20 + 10 * i} 100 150)` },
    [rect(95, 44, 10, 80, [p.accent, p.light, p.ink, p.main, p.accent][i], 3), path('M95 44h10l-5-14z', p.ink)],
  ]),
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
