/**
 * Holds the language of the page: which one it is, its sentences, its numbers and its dates.
 *
 * The language is in the address (`?lang=fr`), or else the browser's. It is stored nowhere.
 */

import en from './en.js';
import fr from './fr.js';
import { FRENCH } from './fr-categories.js';

const CATALOGUES = { en, fr };

let language = chosen();
document.documentElement.lang = language;

/** The languages that the shop speaks. */
export const LANGUAGES = Object.keys(CATALOGUES);

/** Gives the present language. */
export const lang = () => language;

/**
 * Gives a sentence, or a table of them; one that depends on values is a function of them.
 * @param {keyof typeof en} key
 */
export const t = (key) => CATALOGUES[language][key];

/**
 * Adds the sentences of one page to those of the shop, and gives the way to them.
 * @template {object} Texts
 * @param {Record<string, Texts>} catalogues by language
 * @returns {<Key extends keyof Texts>(key: Key) => Texts[Key]}
 */
export const textsOf = (catalogues) => (key) => catalogues[language][key];

/** Speaks the other language from here on, and says so in the address. */
export function speak(other) {
  language = other;
  document.documentElement.lang = other;
  const address = new URL(location.href);
  address.searchParams.set('lang', other);
  history.replaceState(history.state, '', address);
}

/** How numbers are written, by language and options: to make one takes a hundred times as long as to use it. @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** Writes a number. */
export function number(value, options = {}) {
  const key = `${language} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(CATALOGUES[language].locale, options);
    formats.set(key, format);
  }
  return format.format(value);
}

/** Writes a share as a percentage. */
export const percent = (share, digits = 0) =>
  number(share, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Writes a day or a time. */
export const date = (ms, options) => new Date(ms).toLocaleString(CATALOGUES[language].locale, options);

/** Translates one level of a category's path; one that is not in the dictionary stays as the catalogue has it. */
export const categoryName = (name) => (language === 'fr' ? (FRENCH[name] ?? name) : name);

/** The language of what the catalogue says, where it is not the page's: names of products are not translated. */
export const foreign = () => (language === 'en' ? undefined : 'en');

function chosen() {
  const asked = new URLSearchParams(location.search).get('lang');
  const wanted = [asked, ...navigator.languages].map((code) => code?.slice(0, 2).toLowerCase() ?? '');
  return wanted.find((code) => Object.hasOwn(CATALOGUES, code)) ?? 'en';
}
