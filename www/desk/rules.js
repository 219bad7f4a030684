/** Draws the rules on the desk: those that are there, those that lie ready, and a form for one of one's own. */

import { basics } from '../candidates.js';
import { h, saveFile, sign } from '../dom.js';
import { categoryName, lang, percent } from '../texts/index.js';

const TEN_PERCENT = 0.1;
const BRANDS = 30;
const CAP = { method: 'cap', most: 3, first: 12, level: 1 };

/** Draws the editor of `rules`, which it changes in place; it says so by `changed`. */
export function editor({ t, rules, catalogue, plan, segments, changed }) {
  const list = h('ol', { class: 'rules', id: 'rules' });
  const label = basics(catalogue)[0]?.brand ?? t('ownBrand');
  const draw = () => {
    list.replaceChildren(
      ...(rules.rules.length === 0
        ? [h('li', { class: 'fine' }, t('rulesNone'))]
        : rules.rules.map((rule, n) => row(t, rule, n, rules, update))),
    );
  };
  function update() {
    draw();
    changed();
  }
  const add = (rule) => {
    if (rule.campaign !== undefined) {
      rules.campaigns = { [plan.campaign.id]: { categories: plan.campaign.categories } };
    }
    rules.rules.push(rule);
    update();
  };
  draw();
  return [
    h(
      'section',
      { class: 'tool', 'aria-labelledby': 'rules-title' },
      h('h2', { id: 'rules-title' }, t('rules')),
      h('p', { class: 'fine' }, t('rulesLead')),
      list,
      diversity(t, rules, update),
    ),
    h(
      'section',
      { class: 'tool', 'aria-labelledby': 'ready' },
      h('h2', { id: 'ready' }, t('ready')),
      ...ready(t, label, plan, add),
    ),
    form(t, { catalogue, plan, segments, add }),
    h(
      'div',
      { class: 'tool' },
      h('p', { class: 'fine' }, t('downloadLead')),
      h(
        'button',
        {
          class: 'button button-quiet',
          id: 'download',
          type: 'button',
          onclick: () => saveFile('rules.json', `${JSON.stringify(rules, null, 2)}\n`),
        },
        t('download'),
      ),
    ),
  ];
}

/** Draws the rules that most shops want, each on a button. */
function ready(t, label, plan, add) {
  const button = (id, rule) =>
    h(
      'button',
      { class: 'button button-quiet', id, type: 'button', onclick: () => add({ ...rule }) },
      sign('add'),
      rule.name,
    );
  return [
    button('ready-boost', { name: t('boostOwn')(label), action: 'boost', by: TEN_PERCENT, privateLabel: true }),
    plan !== undefined &&
      button('ready-pin', {
        name: t('pinCampaign')(plan.campaign.words[lang()].name),
        action: 'pin',
        slot: 0,
        campaign: plan.campaign.id,
      }),
    button('ready-stock', { name: t('stockFirst'), action: 'in_stock_first' }),
    button('ready-bury', { name: t('buryOwn')(label), action: 'bury', by: TEN_PERCENT, privateLabel: true }),
  ].filter((node) => node !== false);
}

function row(t, rule, n, { rules }, update) {
  const change = (act) => () => {
    act();
    update();
  };
  const amount =
    rule.by !== undefined
      ? t('byPercent')(percent(rule.by))
      : rule.slot !== undefined
        ? t('atPlace')(rule.slot + 1)
        : '';
  const small = (label, drawn, act, disabled = false) =>
    h('button', { class: 'round', type: 'button', 'aria-label': label, disabled, onclick: change(act) }, drawn);
  return h(
    'li',
    { class: 'rule' },
    h(
      'span',
      {},
      h('strong', {}, rule.name),
      h('span', { class: 'fine' }, [t('actions')[rule.action], amount].join(' ')),
    ),
    small(t('up')(rule.name), '↑', () => rules.splice(n - 1, 2, rule, rules[n - 1]), n === 0),
    small(t('remove')(rule.name), sign('remove'), () => rules.splice(n, 1)),
  );
}

function diversity(t, rules, update) {
  const options = Object.entries(t('diversities')).map(([value, words]) =>
    h('option', { value, selected: (rules.diversity === undefined) === (value === 'none') }, words),
  );
  const control = h('select', { id: 'diversity' }, ...options);
  control.addEventListener('change', () => {
    if (control.value === 'cap') rules.diversity = CAP;
    else delete rules.diversity;
    update();
  });
  return h('label', { class: 'field' }, h('span', {}, t('diversity')), control);
}

/** Draws the form for one more rule. */
function form(t, { catalogue, plan, segments, add }) {
  const subjects = subjectsOf(t, catalogue, plan);
  const options = (words) => words.map((word, n) => h('option', { value: n }, word));
  const field = (id, words, control) => h('label', { class: 'field', for: id }, h('span', {}, words), control);
  const name = h('input', { id: 'rule-name', class: 'text', required: true, maxlength: 60 });
  const actions = Object.entries(t('actions')).map(([value, words]) => h('option', { value }, words));
  const action = h('select', { id: 'rule-action' }, ...actions);
  const about = h('select', { id: 'rule-about' }, ...options(subjects.map(({ words }) => words)));
  const by = h('input', { id: 'rule-by', class: 'text', type: 'number', min: 0, max: 100, step: 1, value: 10 });
  const slot = h('input', { id: 'rule-slot', class: 'text', type: 'number', min: 1, max: 48, step: 1, value: 1 });
  const whom = h(
    'select',
    { id: 'rule-whom' },
    ...options([t('everyone'), ...segments.map((segment) => segment.name)]),
  );
  const [byField, slotField] = [field('rule-by', t('by'), by), field('rule-slot', t('slot'), slot)];
  const show = () => {
    byField.hidden = action.value !== 'boost' && action.value !== 'bury';
    slotField.hidden = action.value !== 'pin';
  };
  action.addEventListener('change', show);
  show();
  const submit = (event) => {
    event.preventDefault();
    const segment = segments[Number(whom.value) - 1];
    add({
      name: name.value,
      action: action.value,
      ...(byField.hidden ? {} : { by: by.valueAsNumber / 100 }),
      ...(slotField.hidden ? {} : { slot: slot.valueAsNumber - 1 }),
      ...subjects[Number(about.value)].is,
      ...(segment === undefined ? {} : { segments: [segment.name] }),
    });
    name.value = '';
  };
  return h(
    'form',
    { class: 'tool', 'aria-labelledby': 'add-rule', onsubmit: submit },
    h('h2', { id: 'add-rule' }, t('addRule')),
    field('rule-name', t('ruleName'), name),
    field('rule-action', t('action'), action),
    field('rule-about', t('about'), about),
    byField,
    slotField,
    field('rule-whom', t('forSegment'), whom),
    h('button', { class: 'button', type: 'submit' }, t('add')),
  );
}

/** Gives what a rule may be about: all, the shop's own brand, the campaign, a department, one of the brands with most products. */
function subjectsOf(t, catalogue, plan) {
  const counts = new Map();
  for (const { brand } of catalogue.items) if (brand !== null) counts.set(brand, (counts.get(brand) ?? 0) + 1);
  const brands = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1)).slice(0, BRANDS);
  return [
    { words: t('everything'), is: {} },
    { words: t('ownBrand'), is: { privateLabel: true } },
    ...(plan === undefined ? [] : [{ words: t('campaign'), is: { campaign: plan.campaign.id } }]),
    ...[...catalogue.root.children.keys()].map((name) => ({
      words: t('department')(categoryName(name)),
      is: { categories: [name] },
    })),
    ...brands.map((brand) => ({ words: t('brand')(brand), is: { brands: [brand] } })),
  ];
}
