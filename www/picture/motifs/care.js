/** Draws what cares for people, large and small. */

import { disc, group, heart, line, path, pattern, rect, shade, shine, times } from '../shapes.js';

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
export const lipstick = (p, r) => [
  path('M84 84V56q0-14 30-24v52z', r.pick(['#b8324f', '#d2574f', '#8c2f52', '#c9746b'])),
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
  group('rotate(-24 152 154)', rect(136, 148, 34, 14, p.accent, 7), rect(153, 148, 17, 14, p.light, 7)),
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
