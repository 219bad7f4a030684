import { Analytics } from '@segment/analytics-next';
import { Personalizer } from 'etalage';
import { observeSegment } from 'etalage/segment';

Personalizer.load('/shop.etalage', { consent: 'page', deadline: 20_000 }).then(async (shop) => {
  const analytics = new Analytics({ writeKey: 'none' }, { disableClientPersistence: true });
  await analytics.addSourceMiddleware(observeSegment(shop));
  window.shop = shop;
  window.analytics = analytics;
  document.body.dataset.status = shop.status.code;
});
