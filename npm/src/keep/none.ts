/** Holds the sealed build's place for a profile between pages: none. It refuses every grade that would need one. */

import type { Consent } from '../options.js';
import type { StorageState } from '../types.js';

/** The grades of consent that this build can serve, each allowing what the ones before it allow. */
export const GRADES: readonly Consent[] = ['off', 'page'];
/** The longest that anything is kept, in days: checked alike in every build. */
export const MOST_DAYS = 30;

/** A place that stays empty. */
export class Keep {
  /** Nothing is ever asked of the storage. */
  readonly state: StorageState = 'unused';

  /** Finds nothing. */
  restore(): false {
    return false;
  }

  /** Stores nothing. */
  save(): void {}

  /** Has nothing that could come of age. */
  due(): false {
    return false;
  }

  /** Has nothing to delete. */
  clear(): void {}
}
