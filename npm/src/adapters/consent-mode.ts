/**
 * Follows Google Consent Mode: `gtag('consent', 'default' | 'update', …)` in the page's data layer decides the grade.
 *
 * Only `personalization_storage` counts, the type for "storage related to personalization such as video recommendations".
 * What is granted for ads or analytics says nothing about the order of a shop's own shelf. Where it is granted the grade is
 * `persistent`, or the one that is named; where it is denied, `off`. Until the page says either, nothing changes.
 *
 * A `default` for some regions only is followed when it denies, and not when it grants: the page does not know here where
 * its visitor is.
 *
 * @example
 * ```ts
 * import { followConsentMode } from 'etalage/consent-mode';
 *
 * const shop = await Personalizer.load('/models/shop.etalage');
 * followConsentMode(shop, { granted: 'memory' });
 * ```
 *
 * @packageDocumentation
 */

import type { Consent, Personalizer } from '../index.js';
import { command, type DataLayer, hear, isRecord } from './data-layer.js';
import { grant } from './grade.js';

export type { DataLayer } from './data-layer.js';

/**
 * Options of {@link followConsentMode}.
 *
 * @example
 * ```ts
 * const options: ConsentModeOptions = { granted: 'memory' };
 * ```
 */
export interface ConsentModeOptions {
  /** The data layer. Default: `window.dataLayer`, which is made where it is missing. */
  readonly dataLayer?: DataLayer;
  /** The grade for a visitor who granted `personalization_storage`. Default: `persistent`, or `page` in the sealed build. */
  readonly granted?: Consent;
}

/**
 * Sets the grade of consent by what the page tells Google, from before and from now on. Gives the function that ends it.
 *
 * @example
 * ```ts
 * const stop = followConsentMode(shop);
 * ```
 */
export function followConsentMode(
  shop: Pick<Personalizer, 'setConsent'>,
  { dataLayer, granted = 'persistent' }: ConsentModeOptions = {},
): () => void {
  let updated = false;
  let denied = false;
  return hear(dataLayer, (entry) => {
    const [what, how, types] = command(entry) ?? [];
    if (what !== 'consent' || !isRecord(types)) return;
    const said = types['personalization_storage'];
    if (said !== 'granted' && said !== 'denied') return;
    if (how === 'update') updated = true;
    else if (how !== 'default' || updated) return;
    else if (said === 'denied') denied = true;
    else if (denied || types['region'] !== undefined) return;
    grant(shop, said === 'granted' ? granted : 'off');
  });
}
