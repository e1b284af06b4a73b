/** The writer as a whole: a real stream, real rows, real answers. */
import { expect } from 'vitest';
import { test } from '../../test/stores.ts';
import { bookOf, insertSaleWithBook, letIn, reserveOf, startTestWriter } from '../../test/writer.ts';

test('ORD-12: two hundred visitors ask for ten units at once, and ten get one', async ({
  db, databaseUrl, redis, redisUrl,
}) => {
  const sale = await insertSaleWithBook(db, { units: [10] });
  const shoppers = await letIn(db, sale.id, 200);
  const writer = await startTestWriter({ db, databaseUrl, redis, redisUrl });
  try {
    const answers = await Promise.all(shoppers.map((shopper) => writer.reserve(reserveOf(sale, shopper))));
    const granted = answers.filter((answer) => answer?.outcome === 'granted');
    const soldOut = answers.filter((answer) => answer?.outcome === 'refused' && answer.code === 'sold_out');
    expect([granted.length, soldOut.length]).toEqual([10, 190]);
    const book = await bookOf(db, sale.id);
    expect(book.tiers).toMatchObject([{ available: 0, held: 10, sold: 0 }]);
    expect(book.fold).toMatchObject([{ available: 0, held: 10, sold: 0 }]);
    expect(book.orders.length).toBe(10);
    expect(book.ledger.map(({ seq }) => seq)).toEqual(book.ledger.map((_, i) => i + 1));
  } finally {
    await writer.stop();
  }
}); // biome-ignore format: fixtures in one line
