/** Holds the sealed build's place for a profile between pages: none. It refuses every grade that would need one. */

import type { Consent, StorageState } from '../types.js';

/** The grades of consent that this build can serve, each allowing what the ones before it allow. */
export const GRADES: readonly Consent[] = ['off', 'page'];

/** The longest that anything is kept, in days: checked alike in every build. */
export const MOST_DAYS = 30;

/** A place that stays empty. */
export class Keep {
  /** Nothing is ever asked of the storage. */
  readonly state: StorageState = 'unused';
  /** Gives nothing. */
  read(): undefined {}
  /** Stores nothing. */
  write(): void {}
  /** Has nothing that could come of age. */
  expired(): false {
    return false;
  }
  /** Has nothing to discard. */
  discard(): undefined {}
  /** Has nothing to delete. */
  clear(): void {}
}
