/** Opens the glass box: the real shop in a frame, and beside it what is read from the objects that it uses. */

import { Catalogue } from '../catalogue.js';
import { announce, byId, h, saveFile } from '../dom.js';
import { categoryName, textsOf } from '../texts/index.js';
import { visitors } from '../visitors.js';
import { head } from '../workshop.js';
import { engine } from './panels/engine.js';
import { explain } from './panels/explain.js';
import { journal } from './panels/journal.js';
import { model } from './panels/model.js';
import { network } from './panels/network.js';
import { pair } from './panels/pair.js';
import { profile } from './panels/profile.js';
import { storage } from './panels/storage.js';
import { openShop } from './shop.js';
import en from './texts/en.js';
import fr from './texts/fr.js';
import { walk } from './walk.js';

const t = textsOf({ en, fr });

const catalogue = await Catalogue.load('/models/shop.catalogue.json');
const manifest = await (await fetch('/models/shop.manifest.json')).json();
const scripts = visitors(catalogue);

draw();
document.documentElement.dataset.ready = '';

/** Draws the whole page, anew for another language: the shop in the frame then opens anew, too. */
function draw() {
  const shop = openShop(t('shop'));
  const glass = { t, shop, catalogue, manifest, scripts };
  const panels = [
    engine(glass),
    model(glass),
    journal(glass),
    profile(glass),
    explain(glass),
    network(glass),
    storage(glass),
    pair(glass),
  ];
  document.title = `${t('title')} · ${catalogue.name}`;
  byId('skip').textContent = t('skip');
  byId('head').replaceChildren(...head(t, catalogue.name, draw), contents(panels));
  byId('main').replaceChildren(
    h(
      'div',
      { class: 'glass' },
      side(glass, panels),
      h('div', { class: 'findings' }, ...panels.map(({ node }) => node)),
    ),
  );
  const refresh = () => {
    for (const panel of panels) panel.refresh?.();
  };
  shop.addEventListener('open', refresh);
  shop.addEventListener('entry', refresh);
}

/** Draws the way to each finding. */
function contents(panels) {
  const links = panels.map(({ id }) => h('li', {}, h('a', { href: `#${id}` }, t(id))));
  return h('nav', { class: 'contents', 'aria-label': t('parts') }, h('ul', {}, ...links));
}

/** Draws the frame with the shop, and the scripted visitors. */
function side(glass, panels) {
  const { shop } = glass;
  const options = scripts.map(({ name }, n) =>
    h('option', { value: n }, t('likes')(name.split(' > ').map(categoryName).join(' › '))),
  );
  const select = h('select', { id: 'script' }, ...options);
  const run = async () => {
    button.disabled = true;
    announce(t('running'));
    try {
      await walk(shop.window, scripts[Number(select.value)]);
      announce(t('ran'));
    } catch (error) {
      // A shop without an engine cannot be allowed anything; the first finding says so.
      announce(error instanceof Error ? error.message : String(error));
    } finally {
      button.disabled = false;
    }
  };
  const button = h('button', { class: 'button', id: 'run', type: 'button', onclick: run }, t('run'));
  const save = () => saveFile('glass-box.json', JSON.stringify(session(glass, panels), null, 2));
  return h(
    'div',
    { class: 'glass-shop' },
    shop.frame,
    h(
      'section',
      { class: 'tool', 'aria-labelledby': 'simulate' },
      h('h2', { id: 'simulate' }, t('simulate')),
      h('p', { class: 'fine' }, t('simulateLead')),
      h('label', { class: 'field' }, h('span', {}, t('visitor')), select),
      button,
    ),
    h(
      'div',
      { class: 'tool' },
      h('p', { class: 'fine' }, t('downloadLead')),
      h('button', { class: 'button button-quiet', id: 'save', type: 'button', onclick: save }, t('download')),
    ),
  );
}

/** Gives everything that the page shows, for the record. */
function session({ shop }, panels) {
  const findings = Object.fromEntries(panels.map(({ id, record }) => [id, record()]));
  return { glassBox: 1, at: new Date().toISOString(), address: shop.window?.location.href, ...findings };
}
