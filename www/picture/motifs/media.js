/** Draws what tells stories: games, films, records, books and puzzles. */

import { disc, heart, line, path, rect, ring, shade, shine, times } from '../shapes.js';
import { cover } from './cover.js';

/** A console game in its case. */
export const game = (p, r) => [
  rect(56, 44, 90, 120, p.ink, 5),
  rect(60, 44, 86, 120, p.main, 4),
  rect(60, 44, 86, 15, p.light, 4),
  line('M66 51.5h16', p.main, 4),
  disc(136, 51.5, 3, p.accent),
  ...cover(64, 63, 78, 97, p, r),
  shine('M118 44h12l-34 120h-12z', 0.14),
];

/** A film in its case, the disc half out. */
export const film = (p, r) => [
  disc(128, 106, 44, '#cfd4da'),
  disc(128, 106, 38, '#e3e7eb'),
  path('M128 106L158 78A42 42 0 0 1 168 98z', p.accent),
  disc(128, 106, 9, p.wall),
  rect(38, 48, 84, 116, p.ink, 4),
  rect(42, 48, 80, 116, p.main, 3),
  ...cover(46, 52, 72, 90, p, r),
  ...times(6, (i) => rect(48 + 12 * i, 149, 7, 8, p.light, 1.5)),
];

/** A record, half out of its sleeve. */
export const vinyl = (p, r) => [
  disc(126, 106, 50, '#1c1a1d'),
  ...times(4, (i) => ring(126, 106, 46 - 6 * i, '#3a373c', 1)),
  disc(126, 106, 16, p.accent),
  disc(126, 106, 3, p.light),
  rect(30, 54, 108, 108, p.main, 2),
  ...cover(38, 62, 92, 92, p, r),
  shade('M132 54h6v108h-6z', 0.2),
];

/** A compact disc and its booklet. */
export const compactDisc = (p, r) => [
  disc(122, 112, 50, '#d5dade'),
  disc(122, 112, 44, '#e9edf0'),
  path('M122 112L164 84A50 50 0 0 1 172 112z', p.accent),
  path('M122 112L92 152A50 50 0 0 1 78 136z', p.main),
  disc(122, 112, 16, '#f7f8f9'),
  disc(122, 112, 6, p.wall),
  rect(34, 74, 88, 88, p.main, 3),
  ...cover(40, 80, 76, 76, p, r),
];

/** A book, its pages to the right. */
export const book = (p, r) => [
  path('M54 48h88v114H60a8 8 0 0 1-8-8z', p.light),
  ...times(3, (i) => line(`M${138 + 1.5 * i} 54v102`, '#00000022', 0.8)),
  rect(52, 42, 86, 116, p.main, 3),
  shade('M52 45a3 3 0 0 1 3-3h9v116h-9a3 3 0 0 1-3-3z', 0.22),
  ...cover(70, 56, 60, 62, p, r),
  line('M76 132h48', p.light, 4),
  line('M84 143h32', p.light, 3),
  ...(r.maybe(0.4) ? [path('M116 158v14l-5-4-5 4v-14z', p.accent)] : []),
];

/** A book for children: square, with one big shape. */
export const pictureBook = (p, r) => [
  rect(44, 56, 112, 106, p.light, 4),
  rect(42, 54, 110, 104, p.main, 5),
  disc(98, 104, 38, p.light),
  ...r.pick([
    [
      disc(98, 108, 22, p.accent),
      disc(82, 90, 9, p.accent),
      disc(114, 90, 9, p.accent),
      disc(91, 104, 3, p.ink),
      disc(105, 104, 3, p.ink),
      line('M92 114q6 5 12 0', p.ink, 2.5),
    ],
    [path('M98 74l26 34h-14l10 22H76l10-22H72z', p.accent), rect(94, 130, 8, 10, p.ink)],
    [
      path('M70 112h56q-6 22-28 22t-28-22z', p.accent),
      line('M98 112V78', p.ink, 3),
      path('M100 78l22 28h-22z', p.main),
    ],
    [heart(98, 104, 36, p.accent)],
  ]),
  shade('M42 59a5 5 0 0 1 5-5h6v104h-6a5 5 0 0 1-5-5z', 0.18),
];

/** A board game: the box, a die and a pawn. */
export const boardGame = (p, r) => [
  rect(40, 66, 120, 96, p.ink, 4),
  rect(40, 62, 120, 88, p.main, 4),
  ...cover(64, 68, 72, 76, p, r),
  rect(128, 132, 32, 32, p.light, 6),
  ...[
    [136, 140],
    [152, 140],
    [144, 148],
    [136, 156],
    [152, 156],
  ].map(([x, y]) => disc(x, y, 3, p.ink)),
  disc(54, 130, 9, p.accent),
  path('M54 134q10 10 13 30H41q3-20 13-30z', p.accent),
  shade('M54 134q10 10 13 30H54z'),
];

const PIECE = 'M62 78h26c-10-22 30-22 20 0h28v28c22-10 22 30 0 20v34H108c8-20-28-20-20 0H62v-28c-22 8-22-28 0-20z';

/** A piece of a jigsaw puzzle. */
export const puzzle = (p, r) => [
  path(PIECE, p.main),
  ...times(3, (i) => disc(76 + 22 * i, r.between(92, 140), r.between(4, 8), [p.light, p.accent, p.light][i])),
  shade('M136 78v28c22-10 22 30 0 20v34h-14V78z'),
  shine('M62 78h26l-4 4H66v22l-4 4z', 0.4),
];
