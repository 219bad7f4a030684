/** Lets the shop open without a network from its second visit on. What is kept is the same for every visitor. */

/** Registers the service worker, where the browser has such a thing and allows it. */
export function startOffline() {
  // Refused in private windows and by some policies: the shop is then simply a page that needs its network.
  navigator.serviceWorker?.register('/service-worker.js', { type: 'module' }).catch(() => undefined);
}
