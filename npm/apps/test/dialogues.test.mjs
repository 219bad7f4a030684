/** The dialogues of consent that shops have decide the grade: Google Consent Mode and the IAB's TCF. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { browsing, pack } from './harness.mjs';
import { load, written } from './visitor.mjs';

const open = browsing();
before(() => pack());

test('Consent Mode: personalization_storage decides, from before and from now on', async (t) => {
  const opened = await written(t, open, {
    body: `<script>
      window.dataLayer = [];
      function gtag() { dataLayer.push(arguments); }
      gtag('consent', 'default', { ad_storage: 'granted', analytics_storage: 'granted', personalization_storage: 'denied' });
    </script>`,
  });
  assert.equal((await load(opened)).code, 'consent_off');
  const grades = await opened.evaluate(async () => {
    const { followConsentMode } = await import('etalage/consent-mode');
    const { gtag, shop } = window;
    const stop = followConsentMode(shop, { granted: 'memory' });
    const after = (...words) => {
      gtag('consent', ...words);
      return shop.consent;
    };
    const grades = [
      shop.consent,
      after('default', { personalization_storage: 'granted' }),
      after('update', { ad_storage: 'granted' }),
      after('update', { personalization_storage: 'granted' }),
      after('default', { personalization_storage: 'denied' }),
      after('update', { personalization_storage: 'denied' }),
    ];
    stop();
    return [...grades, after('update', { personalization_storage: 'granted' })];
  });
  assert.deepEqual(grades, ['off', 'off', 'off', 'memory', 'memory', 'off', 'off']);
  assert.deepEqual(opened.complaints, []);
});

test('the dialogues never ask the sealed build for what it does not have', async (t) => {
  const opened = await written(t, open, { body: '<script>window.dataLayer = [];</script>' });
  const grades = await opened.evaluate(async () => {
    const { Personalizer } = await import('etalage/sealed');
    const { followConsentMode } = await import('etalage/consent-mode');
    const { followTcf } = await import('etalage/tcf');
    const load = () => Personalizer.load('/shop.etalage', { deadline: 20_000 });
    const [first, second] = [await load(), await load()];
    followConsentMode(first);
    (function gtag() {
      // biome-ignore lint/complexity/noArguments: gtag() pushes its arguments object.
      window.dataLayer.push(arguments);
    })('consent', 'update', { personalization_storage: 'granted' });
    window.__tcfapi = (_command, _version, callback) =>
      callback(
        { eventStatus: 'tcloaded', gdprApplies: true, purpose: { consents: { 1: true, 5: true, 6: true } } },
        true,
      );
    const heard = first.consent;
    first.dispose();
    followTcf(second);
    return [heard, second.consent];
  });
  assert.deepEqual(grades, ['page', 'page']);
  assert.deepEqual(opened.complaints, []);
});

test('TCF: purposes 1, 5 and 6 decide, the own consent of the publisher before that of the vendors', async (t) => {
  const opened = await written(t, open, {});
  assert.equal((await load(opened)).code, 'consent_off');
  const grades = await opened.evaluate(async () => {
    const { followTcf } = await import('etalage/tcf');
    const { shop } = window;
    const absent = followTcf(shop);
    absent();
    let tell;
    let removed;
    window.__tcfapi = (command, version, callback, parameter) => {
      if (command === 'addEventListener' && version === 2) tell = (data) => callback({ listenerId: 3, ...data }, true);
      else removed = parameter;
    };
    const stop = followTcf(shop);
    const after = (consents, more) => {
      tell({ eventStatus: 'useractioncomplete', gdprApplies: true, purpose: { consents }, ...more });
      return shop.consent;
    };
    const grades = [
      after({ 1: true, 5: true, 6: true }, { eventStatus: 'cmpuishown' }),
      after({ 1: true, 5: true, 6: true }),
      after({ 5: true, 6: true }),
      after({ 1: true, 5: true }),
      after({ 1: true, 5: true, 6: true }, { publisher: { consents: { 1: false, 5: true, 6: true } } }),
      after({ 1: true, 5: true, 6: true }, { gdprApplies: false }),
      after({}),
    ];
    stop();
    return [...grades, after({ 1: true, 5: true, 6: true }), removed];
  });
  assert.deepEqual(grades, ['off', 'persistent', 'page', 'off', 'page', 'page', 'off', 'off', 3]);
  assert.deepEqual(opened.complaints, []);
});
