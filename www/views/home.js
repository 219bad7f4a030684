/** Draws the front of the shop: the window, and the doors to its departments. */

import { h } from '../dom.js';
import { pictureOf } from '../picture/index.js';
import { categoryHref } from '../router.js';
import { shelf } from './card.js';

// One piece takes four places of a row of five: 22 fill five rows.
const PAGE = 22;

/** Draws the home page. */
export function home(shop) {
  const { catalogue, window } = shop;
  const heading = h('h1', {});
  const lead = h('p', { class: 'lead' });
  const shelves = shelf(shop, {
    name: 'home',
    arrange: () => window.arrange(catalogue.items),
    page: PAGE,
    look: 'shelf-featured',
  });

  const title = () => {
    const { mode } = window.status;
    heading.textContent = TITLES[mode];
    lead.textContent = LEADS[mode];
  };
  title();
  return {
    title: catalogue.name,
    node: h(
      'div',
      { class: 'page' },
      h('div', { class: 'page-head' }, heading, lead),
      shelves.node,
      departments(catalogue),
    ),
    refresh() {
      title();
      shelves.refresh();
    },
  };
}

const TITLES = {
  original: 'In the window today',
  popular: 'In the window today',
  segment: 'A window taking shape',
  personal: 'A window of your own',
};

const LEADS = {
  original: 'What most people carry home, best sellers first.',
  popular: 'What most people carry home. Click on something you like, and come back.',
  segment: 'A first guess from your clicks. It gets better with every one.',
  personal: 'Arranged after your clicks, here in your browser.',
};

/** Draws a door for each department, with the thing that it sells best. */
function departments(catalogue) {
  const doors = [...catalogue.root.children.values()].map((department) =>
    h(
      'li',
      {},
      h(
        'a',
        { class: 'door', href: categoryHref(department) },
        pictureOf(department.items[0]),
        h('span', { class: 'door-name' }, department.name),
        h('span', { class: 'door-count' }, `${department.items.length.toLocaleString('en')} products`),
      ),
    ),
  );
  if (doors.length === 0) return '';
  return h(
    'section',
    { 'aria-labelledby': 'doors' },
    h('h2', { id: 'doors' }, 'Departments'),
    h('ul', { class: 'doors' }, ...doors),
  );
}
