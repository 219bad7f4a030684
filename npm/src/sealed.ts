/**
 * The package over an engine that was built without access to any storage: what it remembers lives in the page's memory
 * and nowhere else. The grades `memory` and `persistent` are refused with `unsupported_consent`.
 *
 * @example
 * ```ts
 * import { Personalizer } from 'etalage/sealed';
 *
 * const shop = await Personalizer.load('/models/shop.etalage', { consent: 'page' });
 * ```
 *
 * @packageDocumentation
 */

export * from './index.js';
