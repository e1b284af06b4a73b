/** The entry of the page of one sale: follows the sale and what is left in it. */
import './page.css';
import { effect, signal } from '@preact/signals';
import { openAccent } from '../frame/accent.ts';
import { mount } from '../frame/mount.tsx';
import { named } from '../frame/page-address.ts';
import { loadCategories } from '../sales/categories.ts';
import { leftIn } from '../sales/find-sales.ts';
import { loadSale } from '../server/load-sale.ts';
import { SalePage } from './page.tsx';

/** Often enough to open with the sale, rarely enough for a crowd that looks on. */
const refreshMs = 8_000;

const slug = named(location.pathname) ?? '';
const loaded = loadSale(slug, refreshMs);
const leftUnits = signal<number | null>(null);
effect(() => {
  if (loaded.value.value?.state !== 'open') return;
  void leftIn([slug]).then((left) => {
    leftUnits.value = left.get(slug) ?? null;
  });
});
void loadCategories();
const wear = openAccent();
effect(() => wear(loaded.value.value?.accent ?? null));
mount(() => <SalePage loaded={loaded} leftUnits={leftUnits} />);
