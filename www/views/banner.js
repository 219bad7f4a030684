/**
 * Draws the question whether the window may be arranged, and the grades of the answer.
 *
 * Refusing takes one press, like accepting, on a button of the same size at the same height; nothing is ticked beforehand,
 * and the shop behind the question can be used without an answer.
 */

import { announce, byId, h, sign } from '../dom.js';
import { t } from '../texts/index.js';

/** The grade that a plain "yes" gives. */
const YES = 'memory';

/** Asks the question for as long as it has no answer, where something could come of it. */
export function banner(window) {
  const place = byId('banner');
  const show = () => {
    const asked = window.works && !window.decided;
    document.documentElement.classList.toggle('asked', asked);
    place.hidden = !asked;
    if (asked) place.replaceChildren(question(window));
  };
  show();
  window.addEventListener('state', show);
  new MutationObserver(show).observe(document.documentElement, { attributeFilter: ['lang'] });
}

function question(window) {
  const answer = (grade) => () => {
    window.allow(grade);
    byId('consent').focus();
    announce(byId('bar-status').textContent);
  };
  byId('banner').setAttribute('aria-labelledby', 'banner-title');
  return h(
    'div',
    { class: 'banner-row' },
    h(
      'div',
      { class: 'banner-text' },
      h('h2', { id: 'banner-title' }, t('bannerTitle')),
      h('p', {}, t('bannerText')),
      h('p', { class: 'fine' }, t('bannerYesMeans')),
    ),
    h(
      'div',
      { class: 'banner-answers' },
      h('button', { class: 'button answer', id: 'refuse', type: 'button', onclick: answer('off') }, t('bannerNo')),
      h('button', { class: 'button answer', id: 'accept', type: 'button', onclick: answer(YES) }, t('bannerYes')),
      h('button', { class: 'quiet', id: 'grades', type: 'button', onclick: () => openGrades(window) }, t('bannerMore')),
    ),
  );
}

/** Opens the grades over the page. */
export function openGrades(window) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('dialog'));
  const close = () => dialog.close();
  const choices = grades(window);
  const save = (event) => {
    event.preventDefault();
    const grade = choices.chosen();
    close();
    if (grade !== undefined) window.allow(grade);
    byId('consent').focus();
    announce(byId('bar-status').textContent);
  };
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  dialog.replaceChildren(
    h(
      'div',
      { class: 'dialog-head' },
      h('h2', { id: 'dialog-title' }, t('gradesTitle')),
      h('button', { class: 'round', type: 'button', 'aria-label': t('close'), onclick: close }, sign('remove')),
    ),
    h(
      'form',
      { class: 'grades-form', onsubmit: save },
      choices.node,
      h('button', { class: 'button', type: 'submit' }, t('gradesSave')),
    ),
  );
  dialog.showModal();
}

/**
 * Draws the four grades, the present one chosen if there is one.
 * @param {import('../window.js').ShopWindow} window
 * @param {(grade: string) => void} [changed]
 */
export function grades(window, changed = () => {}) {
  const option = ([grade, [title, text]]) =>
    h(
      'label',
      { class: 'grade' },
      h('input', {
        type: 'radio',
        name: 'grade',
        value: grade,
        checked: window.decided && window.grade === grade,
        disabled: !window.works,
        onchange: () => changed(grade),
      }),
      h('span', {}, h('strong', {}, title), h('span', {}, text)),
    );
  const node = h(
    'fieldset',
    { class: 'grades' },
    h('legend', { class: 'visually-hidden' }, t('gradesTitle')),
    ...Object.entries(t('grades')).map(option),
  );
  const chosen = () => /** @type {HTMLInputElement | null} */ (node.querySelector('input:checked'))?.value;
  return { node, chosen };
}
