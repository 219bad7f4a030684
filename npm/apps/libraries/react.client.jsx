import { Personalizer } from 'etalage';
import { hydrateRoot } from 'react-dom/client';
import { ordered, PRODUCTS } from '../shared/show.js';
import { App } from './react.jsx';

Personalizer.load('/shop.etalage', { consent: 'page', deadline: 20_000 }).then((shop) => {
  ordered(shop);
  window.shop = shop;
  hydrateRoot(document.querySelector('main'), <App start={{ shop, products: PRODUCTS }} />, {
    onRecoverableError: (error) => console.error('hydration', error),
  });
  document.body.dataset.status = shop.status.code;
});
