/** Gives the adapters to the libraries that they are for; the libraries' own declarations are not strict. */

import type { Analytics } from '@segment/analytics-next';
import type { Personalizer } from 'etalage';
import { rerankHits } from 'etalage/instantsearch';
import { observeSegment } from 'etalage/segment';
import { hits, infiniteHits } from 'instantsearch.js/es/widgets';

export async function connect(shop: Personalizer, analytics: Analytics): Promise<void> {
  hits({ container: '#hits', transformItems: rerankHits(shop, { strength: 0.5 }) });
  infiniteHits({ container: '#more', transformItems: rerankHits(shop, { id: ({ objectID }) => objectID }) });
  await analytics.addSourceMiddleware(observeSegment(shop));
}
