import { Personalizer } from 'etalage';
import { show } from '../shared/show.js';

show(Personalizer, '/shop.etalage');
