/**
 * Draws what the shop knows about its visitor, who may see it, correct it, take it along and have it forgotten.
 *
 * No picture is on this page: whoever watches the network would read from their requests what was clicked.
 */

import { announce, byId, h, meter, saveFile, sign } from '../dom.js';
import { productHref } from '../router.js';
import { categoryName, date, foreign, percent, t } from '../texts/index.js';
import { grades } from './banner.js';

/** Draws the page. */
export function you(shop) {
  const content = h('div', { class: 'you' });
  const draw = () => content.replaceChildren(...sections(shop));
  draw();
  return {
    title: `${t('youTitle')} · ${shop.catalogue.name}`,
    node: h(
      'div',
      { class: 'page page-narrow' },
      h('div', { class: 'head' }, h('h1', {}, t('youTitle')), h('p', { class: 'lead' }, t('youLead'))),
      content,
    ),
    refresh: draw,
  };
}

const section = (id, title, ...content) => h('section', { 'aria-labelledby': id }, h('h2', { id }, title), ...content);

function sections(shop) {
  const { window } = shop;
  const { events, segments } = window.profile;
  const known = section('interests', t('youInterests'), ...interests(events, shop));
  const found = [section('choice', t('youChoice'), ...choice(window)), known];
  if (segments.length > 0 && events.length > 0) found.push(section('tastes', t('youTastes'), ...tastes(segments)));
  if (window.grade !== 'off') found.push(section('take', t('youTake'), ...take(window)));
  if (window.decided) found.push(section('forget-all', t('youForget'), ...forgetting(window)));
  return found;
}

function choice(window) {
  const choices = grades(window, (grade) => {
    window.allow(grade);
    /** @type {HTMLElement | null} */ (document.querySelector('.you input:checked'))?.focus();
  });
  const value = h('output', { for: 'strength' }, percent(window.strength));
  const slider = h('input', { id: 'strength', type: 'range', min: 0, max: 100, step: 5, value: 100 * window.strength });
  slider.addEventListener('input', () => {
    value.textContent = percent(Number(slider.value) / 100);
  });
  slider.addEventListener('change', () => {
    window.strength = Number(slider.value) / 100;
    byId('strength').focus();
  });
  return [
    choices.node,
    h('p', { class: 'fine' }, window.status.code === 'gpc' ? t('stripGpc') : t('storage')[window.status.storage]),
    window.grade !== 'off' &&
      h('div', { class: 'strength' }, h('label', { for: 'strength' }, t('strength')), slider, value),
  ].filter((part) => part !== false);
}

/** Draws the clicks by what they are about, the latest interest first, each with the button that removes it. */
function interests(events, { catalogue, window }) {
  if (events.length === 0) return [h('p', {}, t(window.grade === 'off' ? 'youNothing' : 'youNothingYet'))];
  const groups = new Map();
  for (const event of events.toReversed()) {
    const item = catalogue.item(event.itemId);
    const path = item?.category ?? '';
    if (!groups.has(path)) groups.set(path, []);
    groups.get(path).push({ ...event, name: item?.name ?? event.itemId, item });
  }
  const remove = (wrong) => {
    window.correct(wrong);
    byId('interests').setAttribute('tabindex', '-1');
    byId('interests').focus();
    announce(t('removed'));
  };
  return [...groups].map(([path, clicks]) => {
    const title = path === '' ? t('youOther') : path.split(' > ').slice(-2).map(categoryName).join(' › ');
    const ids = new Set(clicks.map(({ itemId }) => itemId));
    return h(
      'div',
      { class: 'interest' },
      h(
        'div',
        { class: 'interest-head' },
        h('h3', {}, title),
        removeButton(t('removeInterest')(title), () => remove(({ itemId }) => ids.has(itemId)), t('remove')),
      ),
      h('ol', { class: 'clicks' }, ...clicks.map((click) => row(click, remove))),
    );
  });
}

function row({ event, itemId, at, name, item }, remove) {
  const linked = item === undefined ? name : h('a', { href: productHref(item), lang: foreign() }, name);
  const say = t('verbs')[event];
  const this_ = (other) => other.event === event && other.itemId === itemId && other.at === at;
  return h(
    'li',
    {},
    h('time', { datetime: new Date(at).toISOString() }, date(at, { dateStyle: 'short', timeStyle: 'short' })),
    h('span', {}, ...(say?.(linked) ?? [`${event} `, linked])),
    removeButton(t('removeEvent')(name), () => remove(this_)),
  );
}

const removeButton = (label, onclick, words = undefined) =>
  h(
    'button',
    { class: words === undefined ? 'round' : 'quiet', type: 'button', 'aria-label': label, onclick },
    words ?? sign('remove'),
  );

function tastes(segments) {
  const rows = segments
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, 6)
    .map(({ name, probability }) =>
      h(
        'li',
        {},
        h('span', { class: 'part-words', lang: foreign() }, name),
        h('span', { class: 'part-value' }, percent(probability)),
        meter(probability),
      ),
    );
  return [h('p', {}, t('youTastesLead')), h('ul', { class: 'parts' }, ...rows)];
}

function take(window) {
  const file = h('input', {
    id: 'give-back',
    class: 'visually-hidden',
    type: 'file',
    accept: 'text/plain,.txt',
  });
  file.addEventListener('change', async () => {
    const text = await file.files?.[0]?.text();
    announce(t(text !== undefined && window.import(text) ? 'givenBack' : 'notTaken'));
  });
  const save = () => saveFile('amazing-profile.txt', window.export(), 'text/plain');
  return [
    h('p', {}, t('youTakeLead')),
    h(
      'div',
      { class: 'actions' },
      h('button', { class: 'button', id: 'download', type: 'button', onclick: save }, t('download')),
      h('span', { class: 'file' }, file, h('label', { class: 'button button-quiet', for: 'give-back' }, t('giveBack'))),
    ),
  ];
}

function forgetting(window) {
  const forget = () => {
    window.forget();
    byId('main').focus();
    announce(t('forgotten'));
  };
  return [
    h('p', {}, t('youForgetLead')),
    h(
      'button',
      { class: 'button button-red', id: 'forget-everything', type: 'button', onclick: forget },
      t('youForget'),
    ),
  ];
}
