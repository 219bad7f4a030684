/** Wires the strip in which a visitor says what the window may do. Its elements are in `index.html`, so nothing moves. */

import { announce, byId } from '../dom.js';

/** Lets the strip steer a window, and show its state. */
export function bar(window) {
  const consent = /** @type {HTMLButtonElement} */ (byId('consent'));
  const strength = /** @type {HTMLInputElement} */ (byId('strength'));
  const forget = /** @type {HTMLButtonElement} */ (byId('forget'));

  consent.addEventListener('click', () => {
    window.allowed = !window.allowed;
    announce(byId('bar-status').textContent);
  });
  strength.addEventListener('input', () => {
    window.strength = Number(strength.value) / 100;
  });
  forget.addEventListener('click', () => {
    window.forget();
    announce('Forgotten.');
  });

  const show = () => {
    const { allowed, works } = window;
    consent.disabled = !works;
    consent.setAttribute('aria-checked', String(allowed));
    strength.disabled = !allowed;
    forget.disabled = !allowed;
    byId('strength-value').textContent = `${strength.value} %`;
    byId('bar-status').textContent = sentence(window);
  };
  window.addEventListener('state', show);
}

function sentence(window) {
  if (!window.works) return `You see the shop’s own order: it cannot be arranged here (${window.status.code}).`;
  if (!window.allowed) return 'You see the shop’s own order. Nothing you do is remembered.';
  const { nEvents } = window.profile;
  if (nEvents === 0) return 'Waiting for your first click. It will stay in this page.';
  return `Arranged after ${nEvents} ${nEvents === 1 ? 'click' : 'clicks'}, which stay in this page.`;
}
