/**
 * Compares what scripts use with what is allowed, file by file and use by use.
 *
 * A use counts for the source file that it came from (by the bundle's source map): that is where its reason belongs. It is
 * counted in each bundle by itself, so that one more use stands out wherever it is.
 */

import { GROUPS } from './groups.mjs';

/**
 * @typedef {{ uses: number, why: string }} Allowed
 * @typedef {import('./uses.mjs').Use & { file: string, source: string }} Found `file` ships, `source` is what it was made from
 */

/**
 * Gives a verdict for each group.
 * @param {Found[]} found
 * @param {Record<string, Record<string, Allowed>>} allowed by source and use
 * @returns {{ group: string, what: string, uses: number, faults: string[], reasons: string[] }[]}
 */
export function judge(found, allowed) {
  const verdicts = Object.entries(GROUPS).map(([group, { what }]) => ({
    group,
    what,
    uses: 0,
    faults: [],
    reasons: [],
  }));
  const of = (group) => verdicts.find((verdict) => verdict.group === group);
  /** @type {Map<string, Found[]>} */
  const places = new Map();
  for (const use of found) {
    of(use.group).uses++;
    const key = JSON.stringify([use.source, use.api, use.file]);
    places.set(key, [...(places.get(key) ?? []), use]);
  }
  const most = new Map();
  for (const [key, uses] of places) {
    const [source, api] = JSON.parse(key);
    const [{ group, file }] = uses;
    const entry = allowed[source]?.[api];
    const where = uses.map(({ line, column }) => `${line}:${column + 1}`).join(', ');
    const reasoned = typeof entry?.why === 'string' && entry.why.length > 10;
    if (!reasoned)
      of(group).faults.push(`${source}: \`${api}\` has no reason in docs/privacy/apis.json (${file} ${where})`);
    else if (uses.length > entry.uses) {
      of(group).faults.push(
        `${source}: \`${api}\`: expected ${entry.uses} uses, found ${uses.length} (${file} ${where})`,
      );
    }
    const name = JSON.stringify([source, api]);
    most.set(name, { group, n: Math.max(most.get(name)?.n ?? 0, uses.length) });
  }
  for (const [source, entries] of Object.entries(allowed)) {
    for (const [api, { uses, why }] of Object.entries(entries)) {
      const { group = 'other', n = 0 } = most.get(JSON.stringify([source, api])) ?? {};
      if (n < uses) {
        of(group).faults.push(
          `${source}: \`${api}\`: docs/privacy/apis.json allows ${uses} uses, found ${n}: lower it there`,
        );
      }
      if (n > 0) of(group).reasons.push(`${source}: ${api}: ${why}`);
    }
  }
  return verdicts;
}
