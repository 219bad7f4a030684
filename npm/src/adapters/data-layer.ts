/**
 * Holds the ear on a data layer: what was pushed before it listened, and everything after.
 *
 * It refuses to change what passes: others that listen, Google's tag among them, get the very same pushes.
 */

/**
 * The page's data layer: `window.dataLayer` as Google Tag Manager and gtag.js use it.
 *
 * @example
 * ```ts
 * const dataLayer: DataLayer = (window.dataLayer ??= []);
 * ```
 */
export type DataLayer = unknown[];

/** Hears every entry of a data layer, those from before too, until the function that it gives is called. */
export function hear(dataLayer: DataLayer | undefined, listen: (entry: unknown) => void): () => void {
  const layer = dataLayer ?? globalLayer();
  let listening = true;
  const listened = (entry: unknown): void => {
    if (!listening) return;
    try {
      listen(entry);
    } catch {
      // An entry that cannot be read is no event, and no trouble of the page that pushed it.
    }
  };
  // Bound late: Tag Manager may have put its own push here, and may yet.
  const before = layer.push;
  const push = (...entries: unknown[]): number => {
    const length = before.apply(layer, entries);
    for (const entry of entries) listened(entry);
    return length;
  };
  for (const entry of layer.slice()) listened(entry);
  layer.push = push;
  return () => {
    listening = false;
    if (layer.push === push) layer.push = before;
  };
}

/** Gives the words of a gtag() call, which pushes its `arguments`; undefined for any other entry. */
export function command(entry: unknown): readonly unknown[] | undefined {
  if (Object.prototype.toString.call(entry) !== '[object Arguments]') return undefined;
  return Array.from(entry as ArrayLike<unknown>);
}

/** Says whether a value has properties that may be asked for. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function globalLayer(): DataLayer {
  const page = globalThis as { dataLayer?: unknown };
  if (!Array.isArray(page.dataLayer)) page.dataLayer = [];
  return page.dataLayer as DataLayer;
}
