/** What docs/rules.md and docs/profile.md say is what the package does: their tables, their limits and their examples. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { open, options, PRODUCTS, skus } from './shop.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const RULES = await readFile(here('../../docs/rules.md'), 'utf8');
const PROFILE = await readFile(here('../../docs/profile.md'), 'utf8');
const TYPES = await readFile(here('../dist/rules.d.ts'), 'utf8');

/** Gives the blocks of one language. */
const blocks = (document, language) =>
  [...document.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text);

/** Gives the rows of the first table under a heading, as cells without their backquotes. */
function table(document, heading) {
  const section = document.split(new RegExp(`^##+ ${heading}$`, 'm'))[1];
  assert.ok(section !== undefined, `a heading ${heading}`);
  const rows = section
    .match(/(?:^\|.*\n)+/m)?.[0]
    .trim()
    .split('\n')
    .slice(2);
  assert.ok(rows?.length > 0, `a table under ${heading}`);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

/** Gives the fields of an interface of the declarations. */
function fields(name) {
  const body = TYPES.match(new RegExp(`interface ${name} \\{([\\s\\S]*?)^\\}`, 'm'))[1];
  return [...body.matchAll(/^ {4}readonly (\w+)\??:/gm)].map(([, field]) => field);
}

/** Gives the texts of a union of the declarations. */
const union = (declared) => [...TYPES.match(declared)[1].matchAll(/'(\w+)'/g)].map(([, text]) => text).toSorted();

test('the tables of the rules name every field, action and note, and no other', () => {
  for (const name of ['Rules', 'Rule', 'Campaign', 'CategoryCap', 'MarginalRelevance']) {
    const documented = table(RULES, name).map(([field]) => field);
    assert.deepEqual(documented.toSorted(), fields(name).toSorted(), name);
  }
  const first = (heading) => table(RULES, heading).map(([cell]) => cell);
  assert.deepEqual(first('What a rule does').toSorted(), union(/type RuleAction = ([^;]+);/));
  assert.deepEqual(first('How it is told').toSorted(), union(/readonly what: ([^;]+);/));
});

test('the ranges of the rules are those that are followed', async () => {
  const shop = await open();
  const refused = (rules) => {
    try {
      shop.rerank(PRODUCTS, { ...options, rules });
      return undefined;
    } catch ({ code, message }) {
      assert.equal(code, 'bad_rules', message);
      return message;
    }
  };
  const rule = (field, value) => ({
    rules: [{ name: 'a', action: field === 'by' ? 'boost' : field === 'slot' ? 'pin' : 'hide', [field]: value }],
  });
  const whole = {
    Rule: (field, value) => rule(field, field === 'priceBands' ? [value] : value),
    CategoryCap: (field, value) => ({ rules: [], diversity: { method: 'cap', most: 1, first: 1, [field]: value } }),
    MarginalRelevance: (field, value) => ({
      rules: [],
      diversity: { method: 'mmr', lambda: 1, first: 1, [field]: value },
    }),
  };
  let seen = 0;
  for (const [name, make] of Object.entries(whole)) {
    for (const [field, type, range] of table(RULES, name)) {
      const [, low, high] = range.match(/^(\d+) to (\d+)$/) ?? [];
      if (low === undefined) continue;
      for (const good of [low, high]) assert.equal(refused(make(field, Number(good))), undefined, `${field} ${good}`);
      const beyond = [Number(low) - 1, Number(high) + 1, Number.NaN, ...(type.includes('whole') ? [low - 0.5] : [])];
      for (const bad of beyond) assert.match(String(refused(make(field, bad))), new RegExp(field), `${field} ${bad}`);
      seen++;
    }
  }
  assert.equal(seen, 8, 'fields with a range');
  const most = Number(table(RULES, 'Rules')[0][2].match(/at most (\d+)/)[1]);
  const many = (n) => ({ rules: Array.from({ length: n }, () => ({ name: 'a', action: 'hide', items: [] })) });
  assert.equal(refused(many(most)), undefined);
  assert.match(refused(many(most + 1)), new RegExp(`at most ${most} rules`));
  assert.match(refused(rule('until', '2025-11-28')), /until: expected .*1970/);
  assert.match(refused({ rules: [{ ...rule('from', 2).rules[0], until: 1 }] }), /until/);
  assert.match(refused(rule('campaign', 'none')), /campaign/);
  // The sentence that the document quotes.
  const three = [...many(2).rules, { name: 'a', action: 'boost' }];
  assert.ok(refused({ rules: three }).includes('rules[2].by: expected a share from 0 to 1, found NaN'));
});

test('five products at strength 0 move as the document reckons', async () => {
  const shop = await open();
  const page = PRODUCTS.filter(({ sku }) => sku !== 'gift-voucher').slice(0, 5);
  const slot = (index, by) => {
    const { sku } = page[index];
    const rules = { rules: [{ name: 'Up', action: 'boost', by, items: [sku] }] };
    return skus(shop.rerank(page, { ...options, strength: 0, rules }).items).indexOf(sku);
  };
  assert.deepEqual([slot(3, 0.3), slot(4, 0.25), slot(4, 0.26), slot(4, 1)], [2, 4, 3, 1]);
});

test('the examples are followed and compile', async () => {
  const shop = await open();
  const [json] = blocks(RULES, 'json');
  const rules = JSON.parse(json);
  assert.equal(new Set(rules.rules.map(({ action }) => action)).size, 5, 'every action is in it');
  const { items, hidden } = shop.rerank(PRODUCTS, { ...options, rules });
  assert.deepEqual(new Set([...items, ...hidden]), new Set(PRODUCTS));
  const folder = await mkdtemp(here('./examples-'));
  try {
    await writeFile(
      join(folder, 'json.ts'),
      `import type { Rules } from 'etalage';\nexport const rules: Rules = ${json};`,
    );
    const files = ['json.ts'];
    for (const [at, text] of blocks(RULES, 'ts').entries()) {
      files.push(`example-${at}.ts`);
      await writeFile(join(folder, `example-${at}.ts`), text);
    }
    assert.ok(files.length > 1);
    const settings = '--ignoreConfig --noEmit --strict --target es2022 --module nodenext --types'.split(' ');
    const paths = files.map((file) => join(folder, file));
    const tsc = [here('../node_modules/typescript/bin/tsc'), ...settings, '', ...paths];
    const { status, stdout } = spawnSync(process.execPath, tsc, { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a profile is, field by field, what the document shows', async () => {
  const shop = await open();
  const [text] = blocks(PROFILE, 'json').map((block) => block.trim());
  assert.ok(shop.importProfile(text));
  assert.equal(shop.exportProfile(), text);
  const { events, ...head } = JSON.parse(text);
  const first = (heading) => table(PROFILE, heading).map(([cell]) => cell);
  assert.deepEqual(first('The text'), ['etalage', 'at', 'events']);
  assert.deepEqual(head, { etalage: 1 }, 'at is in what is stored alone');
  assert.deepEqual(first('An event'), Object.keys(events[0]));
  const kinds = PROFILE.match(/`event` is one of ([^.]+)\./)[1].match(/\w+_\w+|purchase/g);
  assert.equal(kinds.length, 6);
  const taken = (event) => shop.importProfile(JSON.stringify({ etalage: 1, events: [event] }));
  for (const kind of kinds) assert.ok(taken({ ...events[0], event: kind }), kind);
  assert.equal(taken({ ...events[0], event: 'view_item_list' }), false, 'a seventh');
  assert.ok(taken({ ...events[0], itemId: 'gone' }));
  assert.equal(shop.profile().nEvents, 0, 'items that are gone are left out');
});

test('the limits of a profile are those of the document, and one wrong field is one too many', async () => {
  const shop = await open();
  const [[, most], [, length]] = table(PROFILE, 'Limits').map(([what, limit]) => [what, Number.parseInt(limit, 10)]);
  const event = { event: 'view_item', itemId: 'toy-kite', at: 5 };
  const written = (events, more) => JSON.stringify({ etalage: 1, events, ...more });
  const long = (n) => written([{ ...event, itemId: 'x'.repeat(n - written([{ ...event, itemId: '' }]).length) }]);
  const many = (n) => Array.from({ length: n }, () => event);
  assert.equal(long(length).length, length);
  for (const [text, taken] of [
    [written(many(most)), true],
    [written(many(most + 1)), false],
    [long(length), true],
    [long(length + 1), false],
    [written([event], { etalage: 2 }), false],
    [written([event, { ...event, at: '5' }]), false],
    [written([event, { ...event, at: 8.64e15 + 1 }]), false],
    [written([event, { ...event, at: -8.64e15 }]), true],
    [written([event, { ...event, itemId: 5 }]), false],
    [written(event), false],
    [written([event]).slice(0, -1), false],
  ]) {
    const before = shop.exportProfile();
    assert.equal(shop.importProfile(text), taken, text.slice(0, 80));
    if (!taken) assert.equal(shop.exportProfile(), before);
  }
  shop.erase();
  for (let n = 0; n < most + 9; n++) shop.observe({ ...event, timestamp: n });
  assert.equal(shop.profile().nEvents, most);
  assert.equal(shop.profile().events[0].at, 9, 'the oldest are forgotten');
});
