import { PRODUCTS } from '../../shared/show.js';
import { Shelf } from './shelf.jsx';

export default function Page() {
  return <Shelf products={PRODUCTS} />;
}
