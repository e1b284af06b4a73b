/** Batches against a real PostgreSQL: the fence, the guards behind the decision, and what a lost connection leaves. */
import { sql } from 'kysely';
import type pg from 'pg';
import { describe, expect } from 'vitest';
import { BATCH_COMMANDS_MAX } from '../domain/limits.ts';
import { decideBatch } from '../domain/writer/decide.ts';
import { test as base, testLog } from '../test/stores.ts';
import { openWire } from '../test/wire.ts';
import { bookOf, insertSaleWithBook, letIn, reserveOf, takeLease } from '../test/writer.ts';
import { type Committed, commitBatch, type Decide } from './writer.ts';
import { findAnswer } from './writer-answers.ts';
import type { BatchAsk } from './writer-facts.ts';
import { claimLeases, renewLeases } from './writer-lease.ts';
import { openWriterPool } from './writer-pool.ts';

const test = base.extend<{ pool: pg.Pool }>({
  pool: async ({ databaseUrl }, use) => {
    const pool = openWriterPool(databaseUrl, testLog);
    await use(pool);
    await pool.end();
  },
});

const nothing: BatchAsk = {
  reserves: [],
  rows: 'none',
  due: 'none',
  illOrderIds: [],
  commandsMax: BATCH_COMMANDS_MAX,
  endsPasses: false,
  units: null,
};
const answersOf = (committed: Committed | null) =>
  committed?.decision.replies.map(({ answer }) => answer.outcome);

describe('the fence', () => {
  test('WRT-1: two writers with one lease: the old epoch commits nothing', async ({ db, pool }) => {
    const sale = await insertSaleWithBook(db);
    const [shopper] = await letIn(db, sale.id, 1);
    if (!shopper) throw new Error('nobody is inside');
    const old = await takeLease(db, sale.id, 'one');
    const now = await takeLease(db, sale.id, 'two');
    const ask = { ...nothing, reserves: [reserveOf(sale, shopper)] };
    expect(await commitBatch(pool, old, ask, decideBatch)).toBeNull();
    expect((await bookOf(db, sale.id)).orders).toEqual([]);
    expect(answersOf(await commitBatch(pool, now, ask, decideBatch))).toEqual(['granted']);
    const pretender = { ...now, holder: 'one' };
    expect(await commitBatch(pool, pretender, nothing, decideBatch)).toBeNull();
    // A process that slept through its lease and took it again: what it began before counts no more.
    await takeLease(db, sale.id, 'two');
    expect(await commitBatch(pool, now, nothing, decideBatch)).toBeNull();
  });

  test('WRT-1: a lease is taken when it has run out, by one, and never from somebody at work', async ({
    db,
    pool,
  }) => {
    const sale = await insertSaleWithBook(db);
    const both = await Promise.all([claimLeases(pool, 'one', 9), claimLeases(pool, 'two', 9)]);
    expect(both.flat().map(({ epoch }) => epoch)).toEqual([1]);
    expect(await claimLeases(pool, 'three', 9)).toEqual([]);
    const holder = both.flat()[0]?.holder ?? '';
    expect(await renewLeases(pool, holder, [sale.id])).toEqual([sale.id]);
    expect(await renewLeases(pool, 'three', [sale.id])).toEqual([]);

    await db
      .updateTable('writer_lease')
      .set({ expires_at: sql<Date>`now() - interval '1 second'` })
      .execute();
    await db.transaction().execute(async (trx) => {
      await sql`select from writer_lease for update`.execute(trx);
      expect(await claimLeases(pool, 'three', 9)).toEqual([]);
    });
    expect(await claimLeases(pool, 'three', 9)).toMatchObject([{ holder: 'three', epoch: 2 }]);
  });

  test('WRT-1: drafts, and closed sales where all is settled, need no writer', async ({ db, pool }) => {
    const closed = await insertSaleWithBook(db, { state: 'closed' });
    await insertSaleWithBook(db, { state: 'draft' });
    expect(await claimLeases(pool, 'one', 9)).toEqual([]);
    await letIn(db, closed.id, 1);
    expect((await claimLeases(pool, 'one', 9)).map(({ saleId }) => saleId)).toEqual([closed.id]);
  });

  test('WRT-2: a writer that stands still in a transaction loses it, and what it held', async ({
    db,
    pool,
  }) => {
    const sale = await insertSaleWithBook(db);
    const stopped = await pool.connect();
    await stopped.query('begin');
    await stopped.query('update writer_lease set ledger_seq = 99 where sale_id = $1', [sale.id]);
    const ended = new Promise((resolve) => stopped.once('error', resolve));
    await expect(ended).resolves.toMatchObject({ code: '25P03' });
    stopped.release(true);
    const lease = await takeLease(db, sale.id);
    expect(await commitBatch(pool, lease, nothing, decideBatch)).not.toBeNull();
  });
});

describe('guards', () => {
  /** Sells what is not there: the decision with its own guard off. */
  const blind: Decide = (facts, batch) =>
    decideBatch({ ...facts, tiers: facts.tiers.map((tier) => ({ ...tier, available: 1_000 })) }, batch);

  test('ORD-12: with the guard off, PostgreSQL refuses to sell a unit twice', async ({ db, pool }) => {
    const sale = await insertSaleWithBook(db, { units: [1] });
    const reserves = (await letIn(db, sale.id, 2)).map((shopper) => reserveOf(sale, shopper));
    const lease = await takeLease(db, sale.id);
    const sold = commitBatch(pool, lease, { ...nothing, reserves }, blind);
    await expect(sold).rejects.toMatchObject({ isOfCommands: true, cause: { code: '23514' } });
    const book = await bookOf(db, sale.id);
    expect([book.orders, book.tiers]).toMatchObject([[], [{ available: 1, held: 0 }]]);
    const [one = reserves[1]] = reserves;
    const alone = await commitBatch(pool, lease, { ...nothing, reserves: one ? [one] : [] }, decideBatch);
    expect(answersOf(alone)).toEqual(['granted']);
  });

  test('WRT-4: the first page of the book is the capacity, and a batch goes on from there', async ({
    db,
    pool,
  }) => {
    const sale = await insertSaleWithBook(db, { units: [5, 7] });
    expect((await bookOf(db, sale.id)).ledger).toMatchObject([
      { seq: 1, epoch: 0, kind: 'capacity', available_delta: 5 },
      { seq: 2, epoch: 0, kind: 'capacity', available_delta: 7 },
    ]);
    const lease = await takeLease(db, sale.id);
    const reserves = (await letIn(db, sale.id, 3)).map((shopper) => reserveOf(sale, shopper));
    await commitBatch(pool, lease, { ...nothing, reserves }, decideBatch);
    const { ledger, tiers, fold } = await bookOf(db, sale.id);
    expect(ledger.map(({ seq, epoch }) => [seq, epoch])).toEqual([[1, 0], [2, 0], [3, 1], [4, 1], [5, 1]]); // biome-ignore format: five rows
    expect(tiers).toMatchObject(fold);
    expect(tiers[0]).toMatchObject({ available: 2, held: 3 });
  });
});

describe('a lost answer', () => {
  test.for([
    { cut: 'before COMMIT arrives', isDone: false },
    { cut: 'after COMMIT arrived, before its answer', isDone: true },
  ])(
    'WRT-9: cut off $cut, the writer does not know, runs the batch again, and finds out',
    async ({ isDone }, { db, databaseUrl }) => {
      const sale = await insertSaleWithBook(db);
      const reserves = (await letIn(db, sale.id, 3)).map((shopper) => reserveOf(sale, shopper));
      const lease = await takeLease(db, sale.id);
      const wire = await openWire(databaseUrl);
      const pool = openWriterPool(wire.url, testLog);
      const run = () => commitBatch(pool, lease, { ...nothing, reserves }, decideBatch);

      wire.cutAtCommit(isDone ? 'after' : 'before');
      await expect(run()).rejects.toMatchObject({ isOfCommands: false });
      // A batch that was sent whole may still be on its way to the disk: the next fence waits for it.
      const again = await run();
      expect(answersOf(again)).toEqual(['granted', 'granted', 'granted']);
      expect(again?.decision.newOrders.length).toBe(isDone ? 0 : 3);
      const book = await bookOf(db, sale.id);
      expect(book.orders.length).toBe(3);
      expect(book.ledger.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
      await pool.end();
      wire.close();
    },
  );

  test('WRT-5, WRT-9: a batch that was committed and answered to nobody answers the same when it is run again', async ({
    db, pool,
  }) => {
    const sale = await insertSaleWithBook(db, { units: [1] });
    const reserves = (await letIn(db, sale.id, 3)).map((shopper) => reserveOf(sale, shopper));
    const lease = await takeLease(db, sale.id);
    const first = await commitBatch(pool, lease, { ...nothing, reserves }, decideBatch);
    const again = await commitBatch(pool, lease, { ...nothing, reserves: reserves.toReversed() }, decideBatch);
    expect(again?.decision.replies.toReversed()).toEqual(first?.decision.replies);
    expect(again?.decision.ledger).toEqual([]);
    const stored = await findAnswer(db, reserves[0]?.id ?? '');
    expect(stored).toEqual(first?.decision.replies[0]?.answer);
    expect(await findAnswer(db, 'nobody asked')).toBeNull();
  }); // biome-ignore format: fixtures in one line
});
