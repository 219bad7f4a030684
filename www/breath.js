/** Holds the pause between two pieces of long work. */

/** Lets the browser do what waits, such as to paint or to answer a press, before the page goes on with its own work. */
export const breath = () =>
  globalThis.scheduler?.postTask(() => undefined) ?? new Promise((resolve) => setTimeout(resolve));
