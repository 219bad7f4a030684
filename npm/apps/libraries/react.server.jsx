import { renderToString } from 'react-dom/server';
import { PRODUCTS } from '../shared/show.js';
import { App } from './react.jsx';

/** Gives the page's main part as the server writes it, even for a personalizer that is already there. */
export const html = (shop) => renderToString(<App start={{ shop, products: PRODUCTS }} />);
