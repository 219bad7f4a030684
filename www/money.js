/** Holds how a price is written. A price of the shop is a price to everyone: it is formatted for no one in particular. */

import { number, t } from './texts/index.js';

/** Writes a price; a product may have none. */
export const price = (amount, { currency }) =>
  amount === null || amount === undefined ? t('onRequest') : number(amount, { style: 'currency', currency });
