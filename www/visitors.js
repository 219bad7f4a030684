/**
 * Holds scripted visitors: what each likes, taken from the catalogue that is there, so that they fit any model.
 *
 * They are for the glass box and the merchandiser's desk. A script is a list of clicks on public products, nobody's own.
 */

const CLICKS = 5;
const MINUTE = 60_000;

/** When the clicks of a script happened: always the same, so that the same script gives the same order. */
const NOON = Date.UTC(2025, 0, 1, 12);

/**
 * @typedef {object} Script
 * @property {string} name the path of the aisle that the visitor likes
 * @property {{ event: import('etalage').EventName, itemId: string, timestamp: number }[]} events
 */

/** Gives the visitor who clicked the best sellers of one category. @returns {Script} */
export function visitorOf(category) {
  const clicked = category.items.filter(({ inStock }) => inStock).slice(0, CLICKS);
  return {
    name: category.path.join(' > '),
    events: clicked.map((item, n) => ({
      event: n === clicked.length - 1 ? 'add_to_cart' : 'view_item',
      itemId: item.id,
      timestamp: NOON + n * MINUTE,
    })),
  };
}

/** Gives a visitor for each department: the one who likes the largest category in it. */
export function visitors(catalogue) {
  const departments = [...catalogue.root.children.values()];
  if (departments.length === 0) return [visitorOf(catalogue.root)];
  const largest = (department) =>
    [...department.children.values()].reduce(
      (best, other) => (other.items.length > best.items.length ? other : best),
      department.children.values().next().value ?? department,
    );
  return departments.map((department) => visitorOf(largest(department)));
}

/**
 * Gives a visitor for each segment of a model: of all aisles, the one whose visitor is likeliest of that segment, as the
 * model itself says.
 * @param {import('./catalogue.js').Catalogue} catalogue
 * @param {import('etalage').Personalizer} personalizer knows nobody; it is left as it was found
 * @returns {(Script & { segment: string, probability: number })[]}
 */
export function visitorsOfSegments(catalogue, personalizer) {
  const best = new Map();
  for (const aisle of catalogue.aisles) {
    const script = visitorOf(aisle);
    personalizer.erase();
    for (const event of script.events) personalizer.observe(event);
    for (const { name, probability } of personalizer.profile().segments) {
      if (probability > (best.get(name)?.probability ?? 0)) best.set(name, { ...script, segment: name, probability });
    }
  }
  personalizer.erase();
  return (personalizer.parameters()?.segments ?? [])
    .map(({ name }) => best.get(name))
    .filter((found) => found !== undefined);
}
