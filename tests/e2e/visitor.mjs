/** Holds scripted visitors: what each likes, taken from the catalogue that is there, and how each looks around. */

import { go, goHome, order } from './browser.mjs';

const CLICKS = 5;
const SEPARATOR = ' > ';

/** The tastes of the demo's two visitors: aisles that the synthetic lake always has. */
const DEMO = ['Entertainment > Console games', 'Home and kitchen > Cookware'];

/** Fetches the products that the shop shows, in its own order. */
export async function catalogue(url) {
  const response = await fetch(new URL('/models/shop.catalogue.json', url));
  if (!response.ok) throw new Error(`expected the products at ${response.url}, found HTTP status ${response.status}`);
  return (await response.json()).items;
}

const within = (item, path) => item.category === path || item.category?.startsWith(path + SEPARATOR);

/**
 * Chooses two tastes that are far apart: those of the demo, else the largest aisle of each of the two largest
 * departments, else, in a shop without categories, best sellers against slow sellers.
 * @returns {{ name: string, likes: (item: object) => boolean, path: string[], demo: boolean }[]}
 */
export function tastes(items) {
  const taste = (name, demo) => ({ name, demo, path: name.split(SEPARATOR), likes: (item) => within(item, name) });
  if (DEMO.every((name) => items.filter((item) => within(item, name)).length >= CLICKS)) {
    return DEMO.map((name) => taste(name, true));
  }
  const departments = largest(items, 1).slice(0, 2);
  if (departments.length === 2) {
    return departments.map((department) => {
      const own = items.filter((item) => within(item, department));
      const aisle = largest(own, 2)[0] ?? department;
      return taste(own.filter((item) => within(item, aisle)).length >= CLICKS ? aisle : department, false);
    });
  }
  const halves = [items.slice(0, CLICKS), items.slice(-CLICKS)].map((half) => new Set(half));
  return ['best sellers', 'slow sellers'].map((name, n) => ({
    name,
    demo: false,
    path: [],
    likes: (item) => halves[n].has(item),
  }));
}

/** Gives the category paths of one depth, the one with most products first. */
function largest(items, depth) {
  const counts = new Map();
  for (const { category } of items) {
    const path = category?.split(SEPARATOR) ?? [];
    if (path.length < depth) continue;
    const name = path.slice(0, depth).join(SEPARATOR);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
}

/** Lets a visitor walk to the aisle of a taste, look at the first products there, and come back to the front. */
export async function lookAround(page, taste, items, clicks = CLICKS) {
  if (taste.path.length === 0) return lookAt(page, taste, items, clicks);
  await byClicks(page, taste.path, clicks);
  return goHome(page);
}

/** Lets a visitor open the first products of a taste by their addresses: for tests that are not about the way there. */
export async function lookAt(page, taste, items, clicks = CLICKS) {
  for (const { id } of items.filter(taste.likes).slice(0, clicks)) await go(page, `#/p/${encodeURIComponent(id)}`);
  await goHome(page);
}

/** Clicks, one after another, the first product of the aisle that was not clicked before: the aisle changes meanwhile. */
async function byClicks(page, path, clicks) {
  const [department, ...below] = path;
  await page.locator('#departments a', { hasText: exactly(department) }).click();
  await titled(page, department);
  for (const name of below) {
    await page.locator('.chip', { hasText: new RegExp(`^${literally(name)}\\d`) }).click();
    await titled(page, name);
  }
  const clicked = new Set();
  while (clicked.size < clicks) {
    const id = (await order(page, 'category')).find((shown) => !clicked.has(shown));
    clicked.add(id);
    await page.click(`[data-list="category"] [data-item="${id}"] .card-link`);
    await page.waitForSelector(`[data-product="${id}"]`);
    await page.goBack();
    await titled(page, path.at(-1));
  }
}

const titled = (page, name) => page.locator('h1', { hasText: exactly(name) }).waitFor();

const literally = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const exactly = (text) => new RegExp(`^${literally(text)}$`);
