/**
 * Holds what a merchandiser may say about a page, and how it crosses to the engine.
 *
 * The types are those of the JSON in `docs/rules.md`. Shapes are checked here; whether a number makes sense is for the
 * engine to say, so that the same rules are refused with the same words everywhere.
 */

import { EtalageError } from './errors.js';
import type { Serving } from './start.js';

/**
 * What a rule does with the items that it is about.
 *
 * @example
 * ```ts
 * const action: RuleAction = 'boost';
 * ```
 */
export type RuleAction = 'boost' | 'bury' | 'pin' | 'hide' | 'in_stock_first';

/**
 * One rule: an action and the items, moments and visitors that it is for. All conditions must hold; a list holds when
 * one of its entries does; a rule without conditions is for every item.
 *
 * @example
 * ```ts
 * const basics: Rule = { name: 'Amazing Basics', action: 'boost', by: 0.1, privateLabel: true };
 * ```
 */
export interface Rule {
  /** What people call it; {@link Personalizer.explain} tells it. */
  readonly name: string;
  /** What it does. */
  readonly action: RuleAction;
  /** For `boost` and `bury`: how far, as a share (0 to 1) of the spread between the page's best and its last. */
  readonly by?: number;
  /** For `pin`: the slot, 0 for the first. */
  readonly slot?: number;
  /** Item ids. */
  readonly items?: readonly string[];
  /** Category paths, such as `Toys > Trains`; each holds for all categories below it. */
  readonly categories?: readonly string[];
  /** Brand names. */
  readonly brands?: readonly string[];
  /** Price bands within the category: 0 (the cheapest fifth) to 4. */
  readonly priceBands?: readonly number[];
  /** Whether the item is of the private label. */
  readonly privateLabel?: boolean;
  /** A name in {@link Rules.campaigns}: the items of the campaign, while it runs. */
  readonly campaign?: string;
  /** Segment names: visitors with events whose likeliest segment is one of these. */
  readonly segments?: readonly string[];
  /** The first moment, in milliseconds since 1970. */
  readonly from?: number;
  /** The last moment, in milliseconds since 1970. */
  readonly until?: number;
}

/**
 * A named set of items and categories with dates.
 *
 * @example
 * ```ts
 * const sale: Campaign = { categories: ['Toys'], from: Date.UTC(2026, 10, 27), until: Date.UTC(2026, 10, 30) };
 * ```
 */
export interface Campaign {
  /** Item ids. */
  readonly items?: readonly string[];
  /** Category paths; each holds for all categories below it. */
  readonly categories?: readonly string[];
  /** The first moment, in milliseconds since 1970. */
  readonly from?: number;
  /** The last moment, in milliseconds since 1970. */
  readonly until?: number;
}

/**
 * How alike the products at the top of a page may be: at most `most` of a category among the `first` slots (`level` 1
 * counts top categories, 2 the next level, 0 whole paths), or by maximal marginal relevance, where `lambda` 1 is
 * relevance alone and 0 difference alone.
 *
 * @example
 * ```ts
 * const diversity: Diversity = { method: 'cap', most: 3, first: 12, level: 1 };
 * ```
 */
export type Diversity = CategoryCap | MarginalRelevance;

/**
 * At most so many products of a category among the first.
 *
 * @example
 * ```ts
 * const cap: CategoryCap = { method: 'cap', most: 3, first: 12 };
 * ```
 */
export interface CategoryCap {
  /** Names this method. */
  readonly method: 'cap';
  /** How many of a category there may be. */
  readonly most: number;
  /** Among how many slots. */
  readonly first: number;
  /** Which categories count as one: 1 for the top, 2 for the next level, 0 for whole paths. Default: 0. */
  readonly level?: number;
}

/**
 * Relevance weighed against likeness to what stands before.
 *
 * @example
 * ```ts
 * const relevance: MarginalRelevance = { method: 'mmr', lambda: 0.7, first: 12 };
 * ```
 */
export interface MarginalRelevance {
  /** Names this method. */
  readonly method: 'mmr';
  /** 1 for relevance alone, 0 for difference alone. */
  readonly lambda: number;
  /** How many slots it is for. */
  readonly first: number;
}

/**
 * All that a merchandiser says about pages: the JSON of `docs/rules.md`.
 *
 * @example
 * ```ts
 * const rules: Rules = {
 *   campaigns: { 'black-friday': { categories: ['Toys'], from: 1764201600000, until: 1764547199999 } },
 *   rules: [
 *     { name: 'Campaign first', action: 'pin', slot: 0, campaign: 'black-friday' },
 *     { name: 'Amazing Basics', action: 'boost', by: 0.1, privateLabel: true },
 *   ],
 *   diversity: { method: 'cap', most: 3, first: 12, level: 1 },
 * };
 * ```
 */
export interface Rules {
  /** The rules; of two that conflict, the first wins. At most 64. */
  readonly rules: readonly Rule[];
  /** The campaigns that rules name. */
  readonly campaigns?: Readonly<Record<string, Campaign>>;
  /** How alike the first products may be. Default: as alike as they come. */
  readonly diversity?: Diversity;
}

/**
 * What a rule did to the place of one product in the latest order.
 *
 * @example
 * ```ts
 * const pinned = shop.explain('B0-1042')?.notes.some((note: RuleNote) => note.what === 'pin');
 * ```
 */
export interface RuleNote {
  /** Why the product is where it is. */
  readonly what: 'pin' | 'hide' | 'in_stock_first' | 'diversity';
  /** The rule's name; none for `diversity`. */
  readonly rule?: string;
  /** The slot that it came from: the shop's own for a rule, the one before for `diversity`. */
  readonly from: number;
  /** The slot that it has now; none for `hide`. */
  readonly to?: number;
}

/** Rules as they cross to the engine: texts, each ended by a NUL, and numbers in the order of `src/rank/rules/flat.rs`. */
export interface EncodedRules {
  readonly text: string;
  readonly numbers: Float64Array;
}

/** The conditions that are lists of texts: of a campaign the first two. */
const TEXTS = ['items', 'categories', 'brands', 'segments'] as const;
const DATES = ['from', 'until'];
const FIELDS = [...DATES, ...TEXTS, 'name', 'action', 'by', 'slot', 'priceBands', 'privateLabel', 'campaign'];
const ACTIONS: readonly RuleAction[] = ['boost', 'bury', 'pin', 'hide', 'in_stock_first'];

/**
 * Flattens rules for the engine.
 *
 * @throws {@link EtalageError} `bad_rules` for what does not have the shape of {@link Rules}, with the place in it.
 */
export function encodeRules(rules: Rules): EncodedRules {
  let text = '';
  const numbers: number[] = [];
  const refuse = (field: string, expected: string): never => {
    throw new EtalageError('bad_rules', `${field}: expected ${expected}; see docs/rules.md`);
  };
  // A misspelt condition would be none, and the rule about every product.
  const object = (value: unknown, at: string, fields: readonly string[]): void => {
    if (typeof value !== 'object' || value === null) refuse(at, 'an object');
    const other = Object.keys(value as object).find((field) => !fields.includes(field));
    if (other !== undefined) refuse(`${at}.${other}`, `none but ${fields.join(', ')}`);
  };
  const one = (value: unknown, field: string): void => {
    if (typeof value !== 'string' || value.includes('\0')) refuse(field, 'a text without a NUL');
    text += `${value}\0`;
  };
  // A number that is none becomes NaN, which the engine refuses with the field's name and what it wants.
  const number = (value: unknown, missing: number): void => {
    numbers.push(value === undefined ? missing : typeof value === 'number' ? value : Number.NaN);
  };
  const list = (values: unknown, field: string): readonly unknown[] => {
    if (values !== undefined && !Array.isArray(values)) refuse(field, 'an array');
    const all = (values ?? []) as readonly unknown[];
    numbers.push(values === undefined ? -1 : all.length);
    return all;
  };
  const texts = (values: unknown, field: string): void => {
    for (const value of list(values, field)) one(value, field);
  };
  const conditions = (rule: Campaign | Rule, at: string, fields: readonly (typeof TEXTS)[number][]): void => {
    number(rule.from, Number.NEGATIVE_INFINITY);
    number(rule.until, Number.POSITIVE_INFINITY);
    for (const field of fields) texts((rule as Rule)[field], `${at}.${field}`);
  };

  object(rules, 'rules', ['rules', 'campaigns', 'diversity']);
  const campaigns = Object.entries(rules.campaigns ?? {});
  numbers.push(campaigns.length);
  for (const [name, campaign] of campaigns) {
    const fields = TEXTS.slice(0, 2);
    object(campaign, `campaigns.${name}`, [...DATES, ...fields]);
    conditions(campaign, `campaigns.${name}`, fields);
  }
  if (!Array.isArray(rules.rules)) refuse('rules', 'an array `rules`');
  list(rules.rules, 'rules').forEach((value, index) => {
    const at = `rules[${index}]`;
    object(value, at, FIELDS);
    const rule = value as Rule;
    one(rule.name, `${at}.name`);
    const action = ACTIONS.indexOf(rule.action);
    if (action < 0) refuse(`${at}.action`, `one of ${ACTIONS.join(', ')}`);
    numbers.push(action);
    number(action === 2 ? rule.slot : action < 2 ? rule.by : 0, Number.NaN);
    conditions(rule, at, TEXTS);
    for (const band of list(rule.priceBands, `${at}.priceBands`)) number(band, Number.NaN);
    number(rule.privateLabel === undefined ? -1 : Number(rule.privateLabel), Number.NaN);
    const campaign = campaigns.findIndex(([name]) => name === rule.campaign);
    if (rule.campaign !== undefined && campaign < 0) refuse(`${at}.campaign`, 'the name of one of the campaigns');
    numbers.push(campaign);
  });
  const { diversity } = rules;
  if (diversity === undefined) numbers.push(0);
  else {
    const cap = diversity?.method === 'cap';
    object(diversity, 'diversity', cap ? ['method', 'first', 'most', 'level'] : ['method', 'first', 'lambda']);
    if (!cap && diversity.method !== 'mmr') refuse('diversity.method', 'cap or mmr');
    numbers.push(cap ? 1 : 2);
    number(diversity.first, Number.NaN);
    number(cap ? diversity.most : diversity.lambda, Number.NaN);
    number(cap ? diversity.level : 0, 0);
  }
  return { text, numbers: Float64Array.from(numbers) };
}

const NONE: Rules = { rules: [] };

/** Rules are flattened once for each object that holds them. */
const encoded = new WeakMap<Rules, EncodedRules>();

/** Flattens rules, unless that very object was flattened before. */
export function checkedRules(rules: Rules): EncodedRules {
  const known = typeof rules === 'object' && rules !== null ? encoded.get(rules) : undefined;
  if (known !== undefined) return known;
  const flat = encodeRules(rules);
  encoded.set(rules, flat);
  return flat;
}

/** Gives an engine the rules of an order, unless it has them. */
export function follow(serving: Serving, rules: Rules | undefined): void {
  if (serving.rules === rules) return;
  const { text, numbers } = checkedRules(rules ?? NONE);
  serving.engine.setRules(text, numbers);
  serving.rules = rules;
}
