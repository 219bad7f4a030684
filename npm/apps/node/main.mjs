/** Prints the order of a visitor of tools, from the model that is named. */

import { readFile } from 'node:fs/promises';
import { Personalizer } from 'etalage';
import { ordered } from '../shared/show.js';

const [model] = process.argv.slice(2);
const shop = await Personalizer.fromBytes(await readFile(model), { consent: 'page' });
console.log(ordered(shop).join(' '));
shop.dispose();
