import { Personalizer } from 'etalage/inline';
import { show } from '../shared/show.js';

show(Personalizer, '/shop.etalage');
