/**
 * Follows a consent dialogue of the IAB's Transparency and Consent Framework, version 2: the CMP's `__tcfapi` decides the
 * grade.
 *
 * Purposes 5 (create profiles to personalise content) and 6 (use profiles to select personalised content) must both be
 * consented to. With purpose 1 (store and access information on a device) the grade is then `persistent`, or the one that
 * is named; without it, `page`. In every other case it is `off`. Consent to the publisher itself (`publisher.consents`)
 * is what counts, where the CMP gives it: no vendor is concerned, since nothing leaves the page. Legitimate interest does
 * not count. Where the GDPR does not apply, the CMP says nothing, and the grade is left to the page.
 *
 * @example
 * ```ts
 * import { followTcf } from 'etalage/tcf';
 *
 * const shop = await Personalizer.load('/models/shop.etalage');
 * followTcf(shop);
 * ```
 *
 * @packageDocumentation
 */

import type { Consent, Personalizer } from '../index.js';
import { grant } from './grade.js';

/**
 * Options of {@link followTcf}.
 *
 * @example
 * ```ts
 * const options: TcfOptions = { granted: 'memory' };
 * ```
 */
export interface TcfOptions {
  /** The grade for a visitor who consented to purposes 1, 5 and 6. Default: `persistent`, or `page` in the sealed build. */
  readonly granted?: Consent;
}

type Consents = Readonly<Record<string, boolean | undefined>>;

/** The part of the framework's TCData that is read here. */
interface TcData {
  readonly eventStatus?: string;
  readonly gdprApplies?: boolean;
  readonly listenerId?: number;
  readonly purpose?: { readonly consents?: Consents };
  readonly publisher?: { readonly consents?: Consents };
}

type TcfApi = (
  command: string,
  version: number,
  callback: (data: TcData | boolean | null, success: boolean) => void,
  parameter?: number,
) => void;

/**
 * Sets the grade of consent by what the visitor tells the CMP, now and later. Gives the function that ends it.
 *
 * Call it when the CMP's stub is on the page, as it is from the first script on; without one nothing is ever allowed.
 *
 * @example
 * ```ts
 * const stop = followTcf(shop);
 * ```
 */
export function followTcf(
  shop: Pick<Personalizer, 'setConsent'>,
  { granted = 'persistent' }: TcfOptions = {},
): () => void {
  const api = (globalThis as { __tcfapi?: TcfApi }).__tcfapi;
  if (typeof api !== 'function') return () => undefined;
  let listening = true;
  let listenerId: number | undefined;
  const end = (): void => {
    if (listenerId !== undefined) api('removeEventListener', 2, () => undefined, listenerId);
  };
  api('addEventListener', 2, (data, success) => {
    if (!success || typeof data !== 'object' || data === null) return;
    listenerId = data.listenerId;
    if (!listening) return end();
    // While the dialogue is open the visitor has not decided.
    if (data.eventStatus !== 'tcloaded' && data.eventStatus !== 'useractioncomplete') return;
    if (data.gdprApplies === false) return;
    const own = data.publisher?.consents ?? {};
    const consents = Object.keys(own).length > 0 ? own : (data.purpose?.consents ?? {});
    const may = (purpose: number): boolean => consents[purpose] === true;
    grant(shop, may(5) && may(6) ? (may(1) ? granted : 'page') : 'off');
  });
  return () => {
    listening = false;
    end();
  };
}
