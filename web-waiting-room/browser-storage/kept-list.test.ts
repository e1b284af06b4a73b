/** A browser's basket: shared by its tabs, bounded, and what was ordered leaves it once. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { added } from '../../domain/basket.ts';
import { LIST_ITEMS_MAX } from '../../domain/limits.ts';
import { changeKept, type KeptItem, keptList, takeOutOrdered } from './kept-list.ts';

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.stubGlobal('window', {
    localStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, text: string) => stored.set(key, text),
      removeItem: (key: string) => stored.delete(key),
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

const item = (tierId: string, quantity: number): KeptItem => ({
  tierId,
  quantity,
  slug: 'cup',
  title: 'A cup',
  name: tierId,
});
const put = (one: KeptItem) => changeKept('basket', (items) => added(items, [one]));
const units = () => keptList('basket').map(({ tierId, quantity }) => [tierId, quantity]);

test('BAS-7: what was ordered leaves the browser’s basket once, however often the order is repeated', () => {
  put(item('a', 3));
  put(item('b', 1));
  const lines = [
    { tierId: 'a', quantity: 2 },
    { tierId: 'b', quantity: 1 },
  ];
  takeOutOrdered('key-1', lines);
  expect(units()).toEqual([['a', 1]]);
  takeOutOrdered('key-1', lines);
  put(item('a', 1));
  takeOutOrdered('key-1', lines);
  expect(units()).toEqual([['a', 2]]);
  takeOutOrdered('key-2', lines);
  expect(units()).toEqual([]);
});

test('BAS-10: what somebody wrote into the storage by hand is left out, and no list outgrows its bound', () => {
  for (const text of ['{', '[]', '1', '{"items":1}', '{"items":[null,{"tierId":1}],"ordered":[2]}']) {
    stored.set('usher.basket', text);
    expect(keptList('basket')).toEqual([]);
  }
  const bad = [item('a', 0), item('b', 101), item('c', 1.5), { ...item('d', 1), slug: null }, item('e', 1)];
  stored.set('usher.basket', JSON.stringify({ items: bad, ordered: [] }));
  expect(units()).toEqual([['e', 1]]);
  changeKept('basket', () => Array.from({ length: LIST_ITEMS_MAX + 5 }, (_, index) => item(`t${index}`, 1)));
  expect(keptList('basket')).toHaveLength(LIST_ITEMS_MAX);
  expect(keptList('wishlist')).toEqual([]);
});
