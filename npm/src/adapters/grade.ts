/** Holds how an adapter of a consent dialogue sets the grade: in the dialogue's own call, where nothing may be thrown. */

import type { Consent, Personalizer } from '../index.js';

/** Sets a grade; one that the build does not have, as the sealed one has no storage, is served as `page`. */
export function grant(shop: Pick<Personalizer, 'setConsent'>, consent: Consent): void {
  try {
    shop.setConsent(consent);
  } catch {
    shop.setConsent('page');
  }
}
