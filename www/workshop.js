/** Holds the head that the glass box and the desk share: the way back, the other language, what the page is for. */

import { byId, h } from './dom.js';
import { LANGUAGES, lang, t as shopText, speak } from './texts/index.js';

/** Draws the head of a page with its own texts; `draw` draws the whole page anew in the other language. */
export function head(t, name, draw) {
  const other = LANGUAGES.find((code) => code !== lang());
  const turn = () => {
    speak(other);
    draw();
    byId('language').focus();
  };
  return [
    h(
      'div',
      { class: 'workshop-row' },
      h('a', { class: 'brand', href: `/?lang=${lang()}` }, name),
      h('a', { class: 'strip-button', href: `/?lang=${lang()}` }, t('back')),
      h(
        'button',
        { class: 'language', id: 'language', type: 'button', lang: other, onclick: turn },
        shopText('languageSwitch'),
      ),
    ),
    h('h1', {}, t('title')),
    h('p', { class: 'lead' }, t('lead')),
  ];
}
