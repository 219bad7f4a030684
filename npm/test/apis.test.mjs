/** What the shipped scripts use of the browser is found by name, however it is reached, and counted against its reasons. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../scripts/apis/judge.mjs';
import { uses } from '../scripts/apis/uses.mjs';

/** Gives what a text uses, each as `group: api`. */
const found = (text) => uses(text).map(({ group, api }) => `${group}: ${api}`);

for (const [text, ...expected] of [
  ['fetch("/a")', 'network: fetch'],
  ['globalThis.fetch("/a")', 'network: fetch'],
  ['window["XMLHttpRequest"]', 'network: XMLHttpRequest'],
  ['navigator.sendBeacon("/a")', 'beacon: .sendBeacon'],
  ['navigator.globalPrivacyControl', 'other: navigator'],
  ['const { sendBeacon: tell } = navigator', 'beacon: .sendBeacon', 'other: navigator'],
  ['(({ cookie }) => cookie)(document)', 'cookie: .cookie', 'other: document'],
  ['new RTCPeerConnection()', 'webrtc: RTCPeerConnection'],
  ["Reflect.get(window, 'RTCPeerConnection')", 'indirect: window', "webrtc: 'RTCPeerConnection'"],
  ['window[name] = 1; let name', 'indirect: window[…]'],
  ['let b; navigator["send" + b]', 'other: navigator', 'indirect: navigator[…]'],
  ['document.cookie', 'cookie: .cookie'],
  ['self?.localStorage?.setItem("a", "b")', 'storage: localStorage', 'storage: .setItem'],
  ["area('sessionStorage'); function area() {}", "storage: 'sessionStorage'"],
  ['setTimeout(() => {}, 9)', 'timer: setTimeout'],
  ['Math.random()', 'identity: .random'],
  ['eval("1"); new Function("1")', 'code: eval', 'code: Function'],
  ['const own = 1; function f() { eval("1"); return own; } f()', 'code: eval'],
  ["[].filter.constructor('alert(1)')", 'code: .constructor'],
  ['import("./a.js")', 'code: import()'],
  ['import "react"; import "./a.js"', 'other: import "react"'],
  ['new Worker("a.js")', 'worker: Worker'],
  ['location.href = "/?rank=1"', 'navigation: location', 'address: .href'],
  ['new Image().src = "/a.gif"', 'address: Image', 'address: .src'],
  ['canvas.getContext("2d"); let canvas', 'canvas: .getContext'],
  ['somethingNew()', 'other: somethingNew'],
]) {
  test(`${text}: found`, () => assert.deepEqual(found(text), expected));
}

for (const text of [
  'const fetch = () => 1; fetch()',
  'function f(location) { return location; } f()',
  'class A { #cookie = 1; get it() { return this.#cookie; } } new A()',
  'const kept = { cookie: 1, setTimeout: 2 }; JSON.stringify(kept)',
  'typeof window === "undefined"',
  '// fetch("/a")\n"a text about cookies and localStorage or eval"',
  'new Map([["a", 1]]).get("a"); Object.keys({}); Promise.resolve()',
]) {
  test(`${text}: nothing of the browser`, () => assert.deepEqual(found(text), []));
}

const at = (source, api, group, file = source) => ({ source, file, api, group, line: 1, column: 0 });
const faults = (uses, allowed) =>
  judge(uses, allowed)
    .filter(({ faults }) => faults.length > 0)
    .map(({ group, faults }) => [group, ...faults]);
const ALLOWED = { 'a.ts': { fetch: { uses: 1, why: 'the model, once' } } };

test('each use needs a reason of its own file, and no more uses than were counted', () => {
  assert.deepEqual(faults([at('a.ts', 'fetch', 'network')], ALLOWED), []);
  const twoBundles = [at('a.ts', 'fetch', 'network', 'one.js'), at('a.ts', 'fetch', 'network', 'two.js')];
  assert.deepEqual(faults(twoBundles, ALLOWED), [], 'once in each of two bundles');
  const [[group, fault]] = faults([...twoBundles, twoBundles[0]], ALLOWED);
  assert.equal(group, 'network');
  assert.match(fault, /a\.ts: `fetch`: expected 1 uses, found 2 \(one\.js 1:1, 1:1\)/);
  assert.match(
    faults([...twoBundles, at('b.ts', 'fetch', 'network')], ALLOWED)[0][1],
    /b\.ts: `fetch` has no reason in docs/,
  );
});

test('a reason without a use, and a use without words, are faults', () => {
  assert.match(faults([], ALLOWED)[0][1], /allows 1 uses, found 0/);
  const silent = { 'a.ts': { fetch: { uses: 1, why: '' } } };
  assert.match(faults([at('a.ts', 'fetch', 'network')], silent)[0][1], /has no reason/);
});
