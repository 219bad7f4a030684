'use client';

import { Personalizer } from 'etalage';
import { usePersonalizedOrder } from 'etalage/react';
import { useEffect, useState } from 'react';
import { id, ordered } from '../../shared/show.js';

export function Shelf({ products }) {
  const [shop, setShop] = useState(null);
  useEffect(() => {
    let left = false;
    const loading = Personalizer.load('/shop.etalage', { consent: 'page', deadline: 20_000 });
    loading.then((loaded) => {
      if (left) return loaded.dispose();
      ordered(loaded);
      document.body.dataset.status = loaded.status.code;
      setShop(loaded);
    });
    return () => {
      left = true;
    };
  }, []);
  const shown = usePersonalizedOrder(shop, products, { id });
  return (
    <ul>
      {shown.map((product) => (
        <li key={product.sku} data-item={product.sku}>
          {product.sku}
        </li>
      ))}
    </ul>
  );
}
