/** Draws the front of the shop: what is on, the window, the best sellers, the shop's own brand, and the departments. */

import { basics, FOR_YOU, forYou, ofCampaign } from '../candidates.js';
import { h, sign } from '../dom.js';
import { categoryHref, searchHref } from '../router.js';
import { categoryName, date, lang, number, t } from '../texts/index.js';
import { pictureOf } from './picture.js';
import { shelf } from './shelf.js';

const ROW = 'shelf-row';
const BEST_SELLERS = 12;

/** Draws the home page. */
export function home(shop) {
  const { catalogue, window } = shop;
  const campaign = campaignOf(shop);
  const own = basics(catalogue);
  const label = own[0]?.brand ?? '';

  const pool = forYou(catalogue);
  const you = shelf(shop, { name: 'for-you', candidates: pool, shown: FOR_YOU, look: 'shelf-featured' });
  const heading = h('h2', { id: 'for-you' });
  const lead = h('p', { class: 'lead' });
  const title = () => {
    const mode = window.strength === 0 ? 'original' : window.status.mode;
    heading.textContent = t('forYou')[mode];
    lead.textContent = t('forYouLead')[mode];
  };
  title();

  const best = shelf(shop, {
    name: 'home',
    candidates: catalogue.items.slice(0, BEST_SELLERS),
    look: ROW,
    fixed: true,
  });
  const brand = shelf(shop, { name: 'basics', candidates: own, look: ROW });
  return {
    title: catalogue.name,
    node: h(
      'div',
      { class: 'page' },
      h('h1', { class: campaign === undefined ? '' : 'visually-hidden' }, catalogue.name),
      campaign?.poster,
      h(
        'section',
        { class: 'section', 'aria-labelledby': 'for-you' },
        h('div', { class: 'head' }, heading, lead),
        you.node,
      ),
      campaign?.section,
      section('popular', t('popular'), t('popularLead'), best.node),
      own.length > 0 &&
        section('basics', t('basics')(label), t('basicsLead'), brand.node, {
          href: searchHref(label),
          words: t('basicsWhere'),
        }),
      departments(catalogue),
    ),
    refresh() {
      title();
      for (const { refresh } of [you, brand]) refresh();
      campaign?.refresh();
    },
  };
}

/** @param {{ href: string, words: string }} [link] */
function section(id, title, lead, content, link) {
  return h(
    'section',
    { class: 'section', 'aria-labelledby': id },
    h(
      'div',
      { class: 'head' },
      h('h2', { id }, title),
      h('p', { class: 'lead' }, lead),
      link !== undefined && h('a', { class: 'head-link', href: link.href }, link.words, sign('arrow')),
    ),
    content,
  );
}

/** Draws the running campaign: its poster on top, and its shelf. */
function campaignOf(shop) {
  const { catalogue, plan } = shop;
  const items = plan === undefined ? [] : ofCampaign(catalogue, plan.campaign);
  if (items.length === 0) return undefined;
  const { name, text } = plan.campaign.words[lang()];
  const category = catalogue.category(plan.campaign.categories[0].split(' > '));
  const shown = shelf(shop, { name: 'campaign', candidates: items, look: ROW });
  return {
    poster: h(
      'div',
      { class: 'poster' },
      h(
        'div',
        { class: 'poster-text' },
        h(
          'p',
          { class: 'poster-on' },
          t('campaign'),
          ' · ',
          t('campaignUntil')(date(plan.until, { day: 'numeric', month: 'long' })),
        ),
        h('h2', {}, name),
        h('p', {}, text),
        h('a', { class: 'button', href: categoryHref(category) }, t('campaignSee'), sign('arrow')),
      ),
      h('div', { class: 'poster-pictures' }, ...items.slice(0, 3).map((item) => h('span', {}, pictureOf(item)))),
    ),
    section: section('campaign', name, t('campaignUntil')(date(plan.until, { dateStyle: 'long' })), shown.node, {
      href: categoryHref(category),
      words: t('seeAll'),
    }),
    refresh: shown.refresh,
  };
}

/** Draws a door for each department, with the thing that it sells best. */
function departments(catalogue) {
  const doors = [...catalogue.root.children.values()].map((department) =>
    h(
      'li',
      {},
      h(
        'a',
        { class: 'door', href: categoryHref(department) },
        h('span', { class: 'door-picture' }, pictureOf(department.items[0])),
        h('span', { class: 'door-name' }, categoryName(department.name)),
        h('span', { class: 'door-count' }, t('products')(department.items.length, number(department.items.length))),
      ),
    ),
  );
  return doors.length > 0 && section('doors', t('browse'), '', h('ul', { class: 'doors' }, ...doors));
}
