/** Holds the colours: one palette per brand, so that a brand is known by its colours across the whole shop. */

import { hash } from './random.js';

/**
 * @typedef {object} Palette
 * @property {string} wall   behind everything
 * @property {string} table  what the product stands on
 * @property {string} main   the product
 * @property {string} light  its labels and pages
 * @property {string} accent one small surprise
 * @property {string} ink    details and outlines
 */

/** @type {(wall: string, table: string, main: string, light: string, accent: string, ink: string) => Palette} */
const palette = (wall, table, main, light, accent, ink) => ({ wall, table, main, light, accent, ink });

const HOUSE = palette('#e8ecdf', '#d2dbc5', '#1f4d3b', '#f5ecd9', '#d98e32', '#17291f');

const PALETTES = [
  palette('#f6e3d7', '#ecc9b4', '#c8553d', '#fbf3ea', '#2f4858', '#4a2318'),
  palette('#dcebf3', '#bdd7e7', '#2d6a8e', '#fdf6ec', '#f2a541', '#173042'),
  palette('#e9e2f3', '#d4c8e8', '#6a4c93', '#fbf5ff', '#f4b942', '#2c1f45'),
  palette('#faedcd', '#f0d999', '#cf8a0b', '#fffaf0', '#3b5249', '#4a3508'),
  palette('#fbe4e6', '#f3c6cb', '#b83b5e', '#fff6f3', '#3a506b', '#4b1527'),
  palette('#dff3ea', '#bfe3d2', '#2a9d76', '#fcfbf4', '#e76f51', '#0f3d2e'),
  palette('#ebe7e1', '#d8d1c7', '#5d554e', '#faf8f4', '#c44536', '#26221f'),
  palette('#2f3957', '#242c46', '#f2c14e', '#eceef7', '#ef6f6c', '#51629a'),
  palette('#ffe1d3', '#ffc8b0', '#ef6351', '#fff8f0', '#247b7b', '#55190f'),
  palette('#d5ecec', '#b3d9da', '#12777d', '#fff7e8', '#f6ae2d', '#083437'),
  palette('#f0dfe9', '#e2c4d6', '#7d2e68', '#fdf3e7', '#59a96a', '#331028'),
  palette('#23423a', '#1a342d', '#e9c46a', '#f7f1e1', '#e76f51', '#4c8573'),
  palette('#e4e9f7', '#c7d2ef', '#3d5a98', '#fffdf7', '#ee964b', '#1b2a4e'),
  palette('#f3e9dc', '#e2cfb6', '#8a5a34', '#fffaf2', '#4f7f6f', '#3c2413'),
];

/**
 * What a product without a brand may say of its colour, and the palette that keeps its word.
 * @type {[RegExp, number][]}
 */
const NAMED = [
  [/\bred\b|cherry|ruby|strawberry/i, 0],
  [/\bblue\b|navy/i, 1],
  [/purple|lilac|lavender|violet/i, 2],
  [/yellow|gold|lemon/i, 3],
  [/\bpink\b|\brose/i, 4],
  [/\bgreen\b|mint/i, 5],
  [/black|grey|silver|slate|zinc/i, 6],
  [/orange|copper/i, 8],
  [/turquoise|aqua/i, 9],
  [/brown|chocolate|wood|wicker|natural/i, 13],
];

/** Gives the palette of a maker; the shop's own brand has the colours of the house. */
export const paletteOfBrand = (brand, privateLabel) => (privateLabel ? HOUSE : paletteFor(brand));

/** Gives the palette that a name asks for, if it names a colour. */
export const paletteOfName = (name) => PALETTES[NAMED.find(([words]) => words.test(name))?.[1] ?? -1];

/** Gives the palette that belongs to a text. */
export const paletteFor = (text) => PALETTES[hash(text) % PALETTES.length];
