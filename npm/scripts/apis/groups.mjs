/**
 * Names the browser's interfaces that say, keep or learn something, in groups: each group is one line of
 * `cargo xtask audit`.
 *
 * `globals` are found where no declaration of the file gives the name, and on `window`. `members` are found on any object,
 * whatever it is called. A global that stands in no group and is not `HARMLESS` belongs to the group `other`.
 */

const words = (text) => text.trim().split(/\s+/);

export const GROUPS = {
  network: {
    what: 'requests',
    globals: words('fetch XMLHttpRequest WebSocket WebSocketStream EventSource WebTransport importScripts'),
    members: words('fetch XMLHttpRequest WebSocket EventSource WebTransport'),
  },
  beacon: {
    what: 'beacons and reports',
    globals: words('fetchLater ReportingObserver reportError'),
    members: words('sendBeacon fetchLater ping'),
  },
  webrtc: {
    what: 'WebRTC, camera and microphone',
    globals: words('RTCPeerConnection webkitRTCPeerConnection RTCDataChannel RTCIceGatherer MediaStream'),
    members: words('RTCPeerConnection createDataChannel getUserMedia getDisplayMedia mediaDevices'),
  },
  storage: {
    what: 'storage',
    globals: words('localStorage sessionStorage indexedDB caches Storage sharedStorage'),
    members: words(
      'localStorage sessionStorage indexedDB caches getItem setItem removeItem getDirectory sharedStorage requestStorageAccess',
    ),
  },
  cookie: { what: 'cookies', globals: words('cookieStore'), members: words('cookie cookieStore') },
  canvas: {
    what: 'canvas, sound and traits of the device',
    globals: words('OffscreenCanvas AudioContext OfflineAudioContext Path2D screen devicePixelRatio'),
    members: words(
      'getContext toDataURL toBlob getImageData measureText transferControlToOffscreen userAgent userAgentData plugins mimeTypes hardwareConcurrency deviceMemory getBattery getVoices getGamepads languages',
    ),
  },
  identity: {
    what: 'random numbers, place and identity',
    globals: words('crypto Notification PushManager PaymentRequest'),
    members: words('random randomUUID getRandomValues credentials geolocation permissions subtle browsingTopics'),
  },
  timer: {
    what: 'timers and clocks',
    globals: words(
      'setTimeout setInterval setImmediate requestAnimationFrame requestIdleCallback scheduler performance Date Temporal PerformanceObserver',
    ),
    members: words('setTimeout setInterval requestAnimationFrame requestIdleCallback'),
  },
  worker: {
    what: 'workers',
    globals: words('Worker SharedWorker ServiceWorker Worklet clients skipWaiting registration'),
    members: words('serviceWorker audioWorklet paintWorklet addModule Worker SharedWorker'),
  },
  message: {
    what: 'messages to other pages and scripts',
    globals: words('BroadcastChannel MessageChannel postMessage opener parent top dataLayer gtag analytics'),
    members: words('BroadcastChannel postMessage opener dataLayer gtag contentWindow'),
  },
  code: {
    what: 'code made at run time',
    globals: words('eval Function WebAssembly'),
    members: words('eval Function constructor WebAssembly'),
  },
  navigation: {
    what: 'navigation',
    globals: words('location open history navigation close print'),
    members: words('location pushState replaceState submit requestSubmit speculationrules'),
  },
  address: {
    what: 'addresses and markup written into the page',
    globals: words('Image Audio FontFace DOMParser Range CSSStyleSheet'),
    members: words(
      'src srcset href formAction innerHTML outerHTML insertAdjacentHTML setHTMLUnsafe write writeln setAttribute setAttributeNS createElement createElementNS createContextualFragment cssText backgroundImage insertRule setProperty',
    ),
  },
  indirect: { what: 'names put together at run time', globals: [], members: [] },
  other: { what: 'everything else that is no part of the language', globals: [], members: [] },
};

/** Through these, any other global can be reached by name. */
export const GLOBAL_OBJECTS = words('window globalThis self frames');

/** Objects whose members must be written out: a name that is put together could be any of theirs. */
export const WRITTEN_OUT = words('navigator document');

/** The language itself, text, addresses as values, and events: nothing of it reaches, keeps or learns anything. */
export const HARMLESS = new Set(
  words(`
    Object Array String Number Boolean Symbol BigInt Math JSON RegExp Map Set WeakMap WeakSet WeakRef Promise Proxy Reflect
    Error TypeError RangeError SyntaxError AggregateError Intl FinalizationRegistry Iterator
    ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
    Float32Array Float64Array BigInt64Array BigUint64Array
    undefined NaN Infinity isNaN isFinite parseInt parseFloat encodeURIComponent decodeURIComponent encodeURI decodeURI
    structuredClone atob btoa TextEncoder TextDecoder URL URLSearchParams queueMicrotask
    AbortController AbortSignal Event EventTarget CustomEvent DOMException
    Element HTMLElement Node
  `),
);
