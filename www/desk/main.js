/** Opens the desk: rules on one side, what they do to the orders of scripted visitors on the other. */

import { EtalageError } from 'etalage';
import { campaignOfToday } from '../campaigns.js';
import { forYou, PAGE } from '../candidates.js';
import { Catalogue } from '../catalogue.js';
import { byId, h } from '../dom.js';
import { categoryName, percent, textsOf } from '../texts/index.js';
import { head } from '../workshop.js';
import { exposureTable } from './exposure.js';
import { orders } from './orders.js';
import { editor } from './rules.js';
import en from './texts/en.js';
import fr from './texts/fr.js';
import { Trial } from './trial.js';

const t = textsOf({ en, fr });

const [catalogue, plan] = await Promise.all([Catalogue.load('/models/shop.catalogue.json'), campaignOfToday()]);
const { personalizer, trial } = await Trial.open('/models/shop.etalage', catalogue);
/** The rules on the desk; they stay when the language changes. */
const rules = { rules: [] };
draw();
document.documentElement.dataset.ready = '';

function draw() {
  document.title = `${t('title')} · ${catalogue.name}`;
  byId('skip').textContent = t('skip');
  byId('head').replaceChildren(...head(t, catalogue.name, draw));
  byId('main').replaceChildren(
    trial === undefined
      ? h('p', { class: 'notice', role: 'alert' }, t('noModel')(personalizer.status.code))
      : desk(trial),
  );
}

/** @param {Trial} trial */
function desk(trial) {
  const pages = [
    { name: t('front'), items: forYou(catalogue) },
    ...[...catalogue.root.children.values()].map(({ name, items }) => ({
      name: categoryName(name),
      items: items.slice(0, PAGE),
    })),
  ];
  const page = select(
    'page',
    t('page'),
    pages.map(({ name }) => name),
  );
  const visitor = select('visitor', t('visitor'), trial.visitors.map(words));
  const results = h('div', { class: 'results' });
  const refused = h('p', { class: 'verdict verdict-bad', role: 'alert', hidden: true });
  const draw = () => {
    const { items } = pages[Number(page.control.value)];
    // The package reads a rules object once: one that has changed must be another one.
    const tried = structuredClone(rules);
    try {
      const pairs = trial.visitors.map((each) => ({
        before: trial.order(each, items, undefined),
        after: trial.order(each, items, tried),
      }));
      refused.hidden = true;
      results.replaceChildren(orders(t, pairs[Number(visitor.control.value)], catalogue), exposureTable(t, pairs));
    } catch (error) {
      // What the engine refuses is said where the rules are; any other error is one of this page.
      if (!(error instanceof EtalageError && error.code === 'bad_rules')) throw error;
      refused.textContent = t('refused')(error.message);
      refused.hidden = false;
    }
  };
  page.control.addEventListener('change', draw);
  visitor.control.addEventListener('change', draw);
  const rulesOf = editor({
    t,
    rules,
    catalogue,
    plan,
    segments: personalizer.parameters()?.segments ?? [],
    changed: draw,
  });
  draw();
  return h(
    'div',
    { class: 'desk' },
    h('div', { class: 'desk-rules' }, refused, ...rulesOf),
    h('div', { class: 'desk-results' }, h('div', { class: 'tool desk-choose' }, page.node, visitor.node), results),
  );
}

function words({ segment, name, probability }) {
  if (segment === undefined) return t('nobody');
  return t('segment')(segment, categoryName(name.split(' > ').at(-1)), percent(probability));
}

/** Draws a choice of one of several names. */
function select(id, label, names) {
  const control = h('select', { id }, ...names.map((name, n) => h('option', { value: n }, name)));
  return { control, node: h('label', { class: 'field' }, h('span', {}, label), control) };
}
