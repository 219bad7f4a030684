/** Draws what the findings have in common: a section, a table, a verdict. */

import { h } from '../dom.js';

/** Draws a section with its heading; its id is the key of its title. */
export function section(id, title, lead, ...content) {
  return h(
    'section',
    { class: 'finding', id, 'aria-labelledby': `${id}-title` },
    h('h2', { id: `${id}-title` }, title),
    h('p', { class: 'fine' }, lead),
    ...content,
  );
}

/**
 * Draws a table, in a box that scrolls when it is too wide or too long.
 * @param {string} caption
 * @param {string[]} head
 * @param {(string | Node)[][]} rows
 */
export function table(caption, head, rows) {
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption },
    h(
      'table',
      {},
      h('caption', { class: 'visually-hidden' }, caption),
      h('thead', {}, h('tr', {}, ...head.map((words) => h('th', { scope: 'col' }, words)))),
      h('tbody', {}, ...rows.map((cells) => h('tr', {}, ...cells.map((cell) => h('td', {}, cell))))),
    ),
  );
}

/** Draws a list of facts. */
export const facts = (pairs) =>
  h('dl', { class: 'facts' }, ...pairs.flatMap(([term, fact]) => [h('dt', {}, term), h('dd', {}, fact)]));

/** Draws what follows from a finding: all is well, or not. */
export const verdict = (well, words) =>
  h('p', { class: well ? 'verdict' : 'verdict verdict-bad', 'data-well': String(well) }, words);

/** Draws a text that a machine reads. */
export const code = (text) => h('code', {}, text);

/** Draws something long that is opened on demand. */
export const more = (summary, ...content) => h('details', { class: 'more-of' }, h('summary', {}, summary), ...content);
