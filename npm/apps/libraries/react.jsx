/** A shelf in React: what the server writes, and what the browser makes of it. */

import { usePersonalizedOrder } from 'etalage/react';
import { useState } from 'react';
import { id } from '../shared/show.js';

export function Shelf({ shop, products, live }) {
  const shown = usePersonalizedOrder(shop, products, { id, live });
  return (
    <ul>
      {shown.map((product) => (
        <li key={product.sku} data-item={product.sku} />
      ))}
    </ul>
  );
}

/** Lets a test change what the shelf is given. */
export function App({ start }) {
  const [given, give] = useState(start);
  if (typeof window !== 'undefined') window.give = give;
  return <Shelf {...given} />;
}
