/** How many different things are in the basket, for the bar over every page: as it was when it was last looked at. */
import { signal } from '@preact/signals';
import { keep, kept } from './keep.ts';

const storageKey = 'usher.basket.count';

export const basketCount = signal(Number(kept(storageKey)) || 0);

export function noteBasketCount(items: number): void {
  basketCount.value = items;
  keep(storageKey, String(items));
}
