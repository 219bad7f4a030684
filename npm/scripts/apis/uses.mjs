/**
 * Finds what a script uses of the browser, by its syntax tree: globals that no declaration gives, members by their names,
 * and texts that are such a name.
 *
 * Does not: follow values. Code that hides a name on purpose is not found here; it is for the page's policy, for the tests in
 * a browser and for the second build to stop it.
 */

import { parse } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { analyze } from 'eslint-scope';
import { GLOBAL_OBJECTS, GROUPS, HARMLESS, WRITTEN_OUT } from './groups.mjs';

const byName = (kind) =>
  new Map(Object.entries(GROUPS).flatMap(([group, names]) => names[kind].map((name) => [name, group])));
const GLOBALS = byName('globals');
const MEMBERS = byName('members');
/** Names that mean one thing wherever they stand: as a text, they are a key to be looked up. */
const NAMES = new Set([...GLOBALS.keys(), ...MEMBERS.keys()].filter((name) => /[a-z][A-Z]|^RTC|^eval$/.test(name)));

/**
 * @typedef {object} Use
 * @property {string} api what is used: `fetch`, `.cookie`, `'localStorage'`, `import "x"`
 * @property {string} group
 * @property {number} line from 1
 * @property {number} column from 0
 */

/**
 * Gives every use in the text of a script, in the order of the text.
 * @returns {Use[]}
 */
export function uses(text) {
  const tree = parse(text, { ecmaVersion: 'latest', sourceType: 'module', locations: true, ranges: true });
  // A file that calls eval is at fault for that alone: its own names stay its own.
  const options = /** @type {const} */ ({
    ecmaVersion: 2022,
    sourceType: 'module',
    ignoreEval: true,
    fallback: 'iteration',
  });
  const scopes = analyze(tree, options);
  const free = new Set(scopes.globalScope.through.map(({ identifier }) => identifier));
  const found = [];
  const add = (node, api, group) => found.push({ api, group, ...node.loc.start });
  const addGlobal = (node, name) => {
    if (!HARMLESS.has(name)) add(node, name, GLOBALS.get(name) ?? 'other');
  };
  const isFree = (node, names) => node.type === 'Identifier' && free.has(node) && names.includes(node.name);

  const visit = {
    Identifier(node, parent) {
      if (!free.has(node)) return;
      const read = parent.type === 'MemberExpression' && parent.object === node;
      // What counts of `navigator.sendBeacon` is the beacon.
      if (read && WRITTEN_OUT.includes(node.name) && MEMBERS.has(keyOf(parent))) return;
      if (!GLOBAL_OBJECTS.includes(node.name)) return addGlobal(node, node.name);
      const tested = parent.type === 'UnaryExpression' && parent.operator === 'typeof';
      if (!read && !tested) add(node, node.name, 'indirect');
    },
    MemberExpression(node) {
      const name = keyOf(node);
      if (isFree(node.object, GLOBAL_OBJECTS)) {
        if (name === undefined) add(node, `${node.object.name}[…]`, 'indirect');
        else addGlobal(node.property, name);
      } else if (name === undefined) {
        if (isFree(node.object, WRITTEN_OUT)) add(node, `${node.object.name}[…]`, 'indirect');
      } else if (MEMBERS.has(name)) add(node.property, `.${name}`, MEMBERS.get(name));
    },
    ObjectPattern({ properties }) {
      for (const property of properties) {
        const name = property.type === 'Property' ? keyOf(property) : undefined;
        if (MEMBERS.has(name)) add(property, `.${name}`, MEMBERS.get(name));
      }
    },
    Literal(node, parent) {
      const key = parent.property === node || (parent.type === 'Property' && parent.key === node);
      if (!key && NAMES.has(node.value)) {
        add(node, `'${node.value}'`, GLOBALS.get(node.value) ?? MEMBERS.get(node.value));
      }
    },
    ImportExpression(node) {
      add(node, 'import()', 'code');
    },
    ImportDeclaration: outside,
    ExportNamedDeclaration: outside,
    ExportAllDeclaration: outside,
  };
  function outside(node) {
    const from = node.source?.value;
    if (from !== undefined && !/^\.{0,2}\//.test(from)) add(node, `import "${from}"`, 'other');
  }
  fullAncestor(tree, (node, _, ancestors) => visit[node.type]?.(node, ancestors.at(-2) ?? tree));
  return found.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Gives the name of a member or property that is written out; nothing for one that is computed. */
function keyOf({ property, key = property, computed }) {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Identifier' && !computed) return key.name;
  return key.type === 'Literal' ? String(key.value) : undefined;
}
