/** A sale that was made a moment ago, and names that are none (GWY-26). */
import { expect } from 'vitest';
import { insertSale } from '../../test/line.ts';
import { test } from '../../test/stores.ts';
import { SaleBook } from './sale-book.ts';

test('GWY-26: a sale made after the last look is found by the first who asks, and a strange name stays unknown', async ({
  db,
}) => {
  const book = new SaleBook(db);
  expect(await book.find('strange')).toBeNull();
  await insertSale(db, { slug: 'just-made' });
  const found = await Promise.all([book.find('just-made'), book.find('just-made'), book.find('strange')]);
  expect(found.map((sale) => sale?.slug)).toEqual(['just-made', 'just-made', undefined]);
});
