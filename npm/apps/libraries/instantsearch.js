import { Personalizer } from 'etalage';
import { rerankHits } from 'etalage/instantsearch';
import instantsearch from 'instantsearch.js';
import { configure, hits } from 'instantsearch.js/es/widgets';
import { ordered, PRODUCTS } from '../shared/show.js';

const searchClient = {
  search: async (requests) => ({
    results: requests.map(({ indexName, params }) => ({
      index: indexName,
      hits: PRODUCTS.map(({ sku }) => ({ objectID: sku })),
      nbHits: PRODUCTS.length,
      nbPages: 3,
      page: params?.page ?? 0,
      hitsPerPage: PRODUCTS.length,
      query: params?.query ?? '',
      queryID: 'asked-once',
      params: '',
      processingTimeMS: 1,
      exhaustiveNbHits: true,
    })),
  }),
};

Personalizer.load('/shop.etalage', { consent: 'page', deadline: 20_000 }).then((shop) => {
  ordered(shop);
  const rerank = rerankHits(shop);
  const search = instantsearch({ indexName: 'products', searchClient });
  const transformItems = (items) => {
    const after = rerank(items);
    window.seen = { before: items, after };
    return after;
  };
  search.addWidgets([
    configure({ clickAnalytics: true, page: 1 }),
    hits({
      container: 'main',
      transformItems,
      templates: { item: (hit, { html }) => html`<b data-item=${hit.objectID}></b>` },
    }),
  ]);
  search.on('render', () => {
    if (window.seen !== undefined) document.body.dataset.status = shop.status.code;
  });
  search.start();
});
