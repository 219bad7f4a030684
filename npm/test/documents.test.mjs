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

test('a profile is, line by line, what the document shows', async () => {
  const shop = await open();
  const [text] = blocks(PROFILE, 'text');
  assert.ok(shop.importProfile(text));
  assert.equal(shop.exportProfile(), text);
  const kinds = PROFILE.match(/^\| \d \| `\w+` \|$/gm).map((row) => row.match(/(\d) \| `(\w+)`/).slice(1));
  assert.equal(kinds.length, 6);
  shop.erase();
  for (const [kind, event] of kinds) {
    const at = 1_000 + Number(kind);
    shop.observe({ event, itemId: 'toy-kite', timestamp: at });
    assert.ok(shop.exportProfile().endsWith(`\n${kind} ${at} 8 toy-kite\n`), event);
  }
  assert.equal(shop.importProfile('etalage 1\n6 5 8 toy-kite\n'), false, 'a seventh');
  assert.ok(shop.importProfile('etalage 1\n0 5 9 gone\nitem\n0 6 8 toy-kite\n'), 'an id with a line feed');
  assert.equal(shop.exportProfile(), 'etalage 1\n0 6 8 toy-kite\n', 'items that are gone are left out');
});

test('the limits of a profile are those of the document, and one wrong byte is one too many', async () => {
  const shop = await open();
  const [[, events], [, size]] = table(PROFILE, 'Limits');
  const [most, bytes] = [Number.parseInt(events, 10), Number.parseInt(size, 10)];
  const head = 'etalage 1\n';
  const line = '0 5 8 toy-kite\n';
  const long = (length) => {
    const rest = length - head.length - '0 5 99999 \n'.length;
    return `${head}0 5 ${rest} ${'x'.repeat(rest)}\n`;
  };
  assert.equal(long(bytes).length, bytes);
  for (const [text, taken] of [
    [head + line.repeat(most), true],
    [head + line.repeat(most + 1), false],
    [long(bytes), true],
    [long(bytes + 1), false],
    [head + line.slice(0, -1), false],
    [head + line.replace(' ', '  '), false],
    [line, false],
    [`etalage 2\n${line}`, false],
    [head + line.replace('5', '5.5'), false],
    [head + line.replace('8', '9'), false],
  ]) {
    const before = shop.exportProfile();
    assert.equal(shop.importProfile(text), taken, text.slice(0, 40));
    if (!taken) assert.equal(shop.exportProfile(), before);
  }
  for (let n = 0; n < most + 9; n++) shop.observe({ event: 'view_item', itemId: 'toy-kite', timestamp: n });
  assert.equal(shop.profile().nEvents, most);
  assert.ok(shop.exportProfile().startsWith(`${head}0 9 8 toy-kite\n`), 'the oldest are forgotten');
});
