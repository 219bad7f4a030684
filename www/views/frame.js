/** Draws what is around every page: the sign, the search, the departments, the strip that tells the window's state, the footer. */

import { announce, byId, h, sign } from '../dom.js';
import { categoryHref, searchHref } from '../router.js';
import { categoryName, LANGUAGES, lang, number, speak, t } from '../texts/index.js';
import { openGrades } from './banner.js';

/**
 * Draws the frame, in which nothing but texts will change.
 * @param {{ cart: import('../cart.js').Cart, window: import('../window.js').ShopWindow, languageChanged: () => void }} shop
 * @returns {(catalogue?: import('../catalogue.js').Catalogue) => void} draws it again, with the catalogue once it is there
 */
export function frame({ cart, window, languageChanged }) {
  let catalogue;
  let strip = () => {};
  const draw = (found = catalogue) => {
    catalogue = found;
    byId('skip').textContent = t('skip');
    document.querySelector('meta[name="description"]')?.setAttribute('content', t('description'));
    byId('header').replaceChildren(...header(catalogue, cart, languageChanged));
    byId('departments').setAttribute('aria-label', t('departments'));
    byId('departments').replaceChildren(departments(catalogue));
    byId('footer').replaceChildren(...footer(catalogue));
    strip = drawStrip(window);
    strip();
  };
  draw();
  window.addEventListener('state', () => strip());
  cart.addEventListener('change', () => {
    byId('cart-count').textContent = number(cart.count);
    announce(t('inCart')(cart.count));
  });
  return draw;
}

function header(catalogue, cart, languageChanged) {
  const other = LANGUAGES.find((code) => code !== lang());
  const field = h('input', {
    id: 'search',
    type: 'search',
    name: 'q',
    autocomplete: 'off',
    'aria-label': t('searchLabel'),
    placeholder: t('searchHint'),
  });
  const find = (event) => {
    event.preventDefault();
    location.hash = searchHref(field.value.trim());
  };
  const turn = () => {
    speak(other);
    languageChanged();
    byId('language').focus();
  };
  return [
    h('a', { class: 'brand', id: 'sign', href: '#/' }, catalogue?.name ?? 'Amazing'),
    h(
      'form',
      { class: 'search', role: 'search', onsubmit: find },
      field,
      h('button', { type: 'submit', 'aria-label': t('search') }, sign('search')),
    ),
    h(
      'button',
      {
        class: 'language',
        id: 'language',
        type: 'button',
        lang: other,
        'aria-label': t('languageSwitchLabel'),
        onclick: turn,
      },
      t('languageSwitch'),
    ),
    h(
      'a',
      { class: 'cart-link', href: '#/cart' },
      sign('cart'),
      h('span', { class: 'cart-word' }, t('cart')),
      ' ',
      h('span', { class: 'cart-count', id: 'cart-count' }, number(cart.count)),
    ),
  ];
}

function departments(catalogue) {
  const doors = [...(catalogue?.root.children.values() ?? [])].map((department) =>
    h('li', {}, h('a', { href: categoryHref(department) }, categoryName(department.name))),
  );
  return h('ul', {}, ...doors);
}

/** Draws the strip and gives what brings its sentence and its buttons up to date. */
function drawStrip(window) {
  const status = h('p', { class: 'strip-status', id: 'bar-status' });
  const choose = h('button', {
    class: 'strip-button',
    id: 'consent',
    type: 'button',
    onclick: () => openGrades(window),
  });
  const forget = h('button', { class: 'strip-button', id: 'forget', type: 'button' }, t('forget'));
  forget.addEventListener('click', () => {
    window.forget();
    choose.focus();
    announce(t('forgotten'));
  });
  const strip = byId('strip');
  strip.setAttribute('aria-label', t('strip'));
  strip.replaceChildren(
    h('div', { class: 'strip-text' }, h('strong', {}, t('strip')), status),
    h('div', { class: 'strip-controls' }, choose, h('a', { class: 'strip-button', href: '#/you' }, t('known')), forget),
  );
  return () => {
    status.textContent = sentence(window);
    choose.textContent = t(window.decided ? 'change' : 'choose');
    choose.disabled = !window.works;
    forget.disabled = !window.decided;
  };
}

function sentence(window) {
  const { code } = window.status;
  if (code === 'loading') return t('stripOff');
  if (code === 'gpc') return t('stripGpc');
  if (!window.works) return t('stripBroken')(code);
  if (window.grade === 'off') return t('stripOff');
  const { nEvents } = window.profile;
  return nEvents === 0 ? t('stripWaiting') : t('stripArranged')(nEvents);
}

function footer(catalogue) {
  return [
    h(
      'div',
      {},
      h('p', {}, h('strong', {}, catalogue?.name ?? 'Amazing'), ' ', t('footerAbout')),
      h('p', {}, t('footerPrivacy')),
    ),
    h(
      'nav',
      { 'aria-label': t('footerLinks') },
      h(
        'ul',
        {},
        h('li', {}, h('a', { href: '#/you' }, t('footerYou'))),
        h('li', {}, h('a', { href: `/audit/?lang=${lang()}` }, t('footerAudit'))),
        h('li', {}, h('a', { href: `/desk/?lang=${lang()}` }, t('footerDesk'))),
      ),
    ),
  ];
}
