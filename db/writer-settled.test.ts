/** What a batch settles, as rows of PostgreSQL: payments, tickets, admissions, the outbox, the sale's state. */
import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import { describe, expect } from 'vitest';
import { decideBatch } from '../domain/writer/decide.ts';
import { test as base, testLog } from '../test/stores.ts';
import { bookOf, insertSaleWithBook, letIn, reserveOf, type TestSale, takeLease } from '../test/writer.ts';
import { awaitCommand, stageCommand } from './commands.ts';
import type { Database } from './schema.ts';
import { commitBatch } from './writer.ts';
import type { BatchAsk } from './writer-facts.ts';
import { type Lease, lookForWork } from './writer-lease.ts';
import { openWriterPool } from './writer-pool.ts';

const test = base.extend<{ pool: pg.Pool }>({
  pool: async ({ databaseUrl }, use) => {
    const pool = openWriterPool(databaseUrl, testLog);
    await use(pool);
    await pool.end();
  },
});

const sweep: BatchAsk = {
  reserves: [],
  rows: 'open',
  due: 'due',
  illOrderIds: [],
  endsPasses: true,
  units: null,
};

/** A sale with one visitor inside, who holds two of its units. */
async function heldOrder(db: Kysely<Database>, pool: pg.Pool, units: readonly number[] = [10]) {
  const sale = await insertSaleWithBook(db, { units });
  const lease = await takeLease(db, sale.id);
  const [shopper] = await letIn(db, sale.id, 1);
  if (!shopper) throw new Error('nobody is inside');
  const lines = [{ tierId: sale.tierIds[0] ?? '', quantity: 2 }];
  const reserve = reserveOf(sale, shopper, { lines });
  await commitBatch(pool, lease, { ...sweep, reserves: [reserve] }, decideBatch);
  return { sale, lease, shopper, orderId: reserve.orderId };
}

const run = (pool: pg.Pool, lease: Lease, ask: Partial<BatchAsk> = {}) =>
  commitBatch(pool, lease, { ...sweep, ...ask }, decideBatch);

async function capture(
  db: Kysely<Database>,
  sale: TestSale,
  orderId: string,
  paymentId: string,
  amount = 20_000,
) {
  const payment = { id: paymentId, order_id: orderId, provider: 'sandbox', amount, currency: 'KRW' };
  await db
    .insertInto('payment')
    .values({ ...payment, state: 'succeeded' })
    .execute();
  const payload = { paymentId, amount, currency: 'KRW' };
  await stageCommand(db, { saleId: sale.id, kind: 'confirm', key: `confirm:${paymentId}`, orderId, payload });
}
const release = (db: Kysely<Database>, sale: TestSale, orderId: string) =>
  stageCommand(db, {
    saleId: sale.id, kind: 'release', key: `release:${orderId}`, orderId, payload: { reason: 'no time', by: 'buyer' },
  }); // biome-ignore format: one command
const stateOf = async (db: Kysely<Database>, table: 'order' | 'payment' | 'admission' | 'sale', id: string) =>
  (await db.selectFrom(table).select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;
const age = (db: Kysely<Database>, orderId: string, holdSeconds: number, capSeconds: number) =>
  db
    .updateTable('order')
    .set({
      hold_expires_at: sql<Date>`now() + ${holdSeconds} * interval '1 second'`,
      hold_cap_at: sql<Date>`now() + ${capSeconds} * interval '1 second'`,
    })
    .where('id', '=', orderId)
    .execute();

describe('rows', () => {
  test('ORD-6, ORD-13: a confirm pays the order, stages what follows, and frees the slot', async ({
    db,
    pool,
  }) => {
    const { sale, lease, shopper, orderId } = await heldOrder(db, pool);
    await capture(db, sale, orderId, 'pay_1');
    const done = await run(pool, lease);
    expect(done?.admissionsOver).toMatchObject([
      { entryId: shopper.visitorId, state: 'finished', callNo: 1 },
    ]);
    const { orders, tiers } = await bookOf(db, sale.id);
    expect(orders).toMatchObject([{ state: 'paid', payment_id: 'pay_1', late: false, closed_at: null }]);
    expect(orders[0]?.paid_at).toBeInstanceOf(Date);
    expect(tiers).toMatchObject([{ available: 8, held: 0, sold: 2 }]);
    const outbox = await db.selectFrom('outbox').select(['topic', 'key', 'payload']).orderBy('id').execute();
    expect(outbox).toEqual([
      { topic: 'tickets_issue', key: `tickets:${orderId}`, payload: { orderId } },
      { topic: 'mail', key: `mail:order_paid:${orderId}`, payload: { kind: 'order_paid', orderId } },
    ]);
    expect(await stateOf(db, 'admission', shopper.admissionId)).toBe('finished');
    expect(await awaitCommand(db, 'confirm:pay_1', 0)).toEqual({
      outcome: 'done',
      orderState: 'paid',
      late: false,
    });
  });

  test('WRT-6: staged twice it is one command, and done it is never done again', async ({ db, pool }) => {
    const { sale, lease, orderId } = await heldOrder(db, pool);
    await release(db, sale, orderId);
    await release(db, sale, orderId);
    expect((await run(pool, lease))?.decision.rowResults.length).toBe(1);
    expect((await run(pool, lease))?.decision.rowResults).toEqual([]);
    expect((await bookOf(db, sale.id)).ledger.map(({ kind }) => kind)).toEqual([
      'capacity',
      'reserve',
      'cancel',
    ]);
  });

  test('WRT-6: a row that appears behind one that is done is done too', async ({ db, pool }) => {
    const { sale, lease, orderId } = await heldOrder(db, pool);
    const staged = Promise.withResolvers<void>();
    const seen = Promise.withResolvers<void>();
    const late = db.transaction().execute(async (trx) => {
      await release(trx, sale, orderId); // Draws the smaller id, and commits last.
      staged.resolve();
      await seen.promise;
    });
    await staged.promise;
    const adjust = { tiers: [{ id: sale.tierIds[0] ?? '', capacity: 12 }], by: 'stf' };
    await stageCommand(db, {
      saleId: sale.id,
      kind: 'adjust',
      key: 'adjust',
      orderId: null,
      payload: adjust,
    });
    expect((await run(pool, lease))?.decision.rowResults.length).toBe(1);
    seen.resolve();
    await late;
    expect((await run(pool, lease))?.decision.rowResults.length).toBe(1);
    expect((await bookOf(db, sale.id)).tiers).toMatchObject([{ capacity: 12, available: 12, held: 0 }]);
  });

  test('WRT-8: a row that is no command is settled as failed, beside the others', async ({ db, pool }) => {
    const { sale, lease, orderId } = await heldOrder(db, pool);
    await db
      .insertInto('command')
      .values({ sale_id: sale.id, kind: 'confirm', key: 'bad', order_id: orderId, payload: '{"amount":"x"}' })
      .execute();
    await release(db, sale, orderId);
    await run(pool, lease);
    expect(await awaitCommand(db, 'bad', 0)).toEqual({ outcome: 'failed' });
    expect(await awaitCommand(db, `release:${orderId}`, 0)).toMatchObject({ outcome: 'done' });
  });

  test('ORD-8, ORD-9: a paid order that is released gives back units, tickets and money, once', async ({
    db,
    pool,
  }) => {
    const { sale, lease, orderId } = await heldOrder(db, pool);
    await capture(db, sale, orderId, 'pay_1');
    await run(pool, lease);
    const ticket = { sale_id: sale.id, order_id: orderId, line_no: 1, tier_id: sale.tierIds[0] ?? '' };
    await db
      .insertInto('ticket')
      .values({ ...ticket, id: 'tic_1', unit_no: 1 })
      .execute();
    await release(db, sale, orderId);
    await run(pool, lease);
    expect(await stateOf(db, 'order', orderId)).toBe('refund_pending');
    expect(await db.selectFrom('payment').select(['state', 'refund_reason']).execute()).toEqual([
      { state: 'refund_pending', refund_reason: 'no time' },
    ]);
    expect(await db.selectFrom('ticket').select('state').execute()).toEqual([{ state: 'void' }]);
    expect((await bookOf(db, sale.id)).tiers).toMatchObject([{ available: 10, sold: 0 }]);
  });

  test('ORD-9: a check-in that comes first keeps the money here', async ({ db, pool }) => {
    const { sale, lease, orderId } = await heldOrder(db, pool);
    await capture(db, sale, orderId, 'pay_1');
    await run(pool, lease);
    const ticket = { sale_id: sale.id, order_id: orderId, line_no: 1, tier_id: sale.tierIds[0] ?? '' };
    const used = { state: 'used' as const, checked_in_at: new Date() };
    await db
      .insertInto('ticket')
      .values({ ...ticket, ...used, id: 'tic_1', unit_no: 1 })
      .execute();
    await release(db, sale, orderId);
    await run(pool, lease);
    expect(await awaitCommand(db, `release:${orderId}`, 0)).toMatchObject({ code: 'order_not_cancellable' });
    expect(await stateOf(db, 'payment', 'pay_1')).toBe('succeeded');
  });
});

describe('holds and passes', () => {
  test('ORD-4: a due hold lapses and its units are back; a due payment waits for its provider', async ({
    db,
    pool,
  }) => {
    const { sale, lease, orderId } = await heldOrder(db, pool);
    expect(await lookForWork(pool, [sale.id])).toMatchObject([{ hasWork: false }]);
    await age(db, orderId, -1, 60);
    await db.updateTable('order').set({ state: 'paying' }).execute();
    expect(await lookForWork(pool, [sale.id])).toMatchObject([{ hasWork: true }]);
    await run(pool, lease);
    expect(await stateOf(db, 'order', orderId)).toBe('expiring');
    expect(await lookForWork(pool, [sale.id])).toMatchObject([{ hasWork: false }]);
    await age(db, orderId, -2, -1);
    expect(await lookForWork(pool, [sale.id])).toMatchObject([{ hasWork: true }]);
    await run(pool, lease);
    const { orders, tiers } = await bookOf(db, sale.id);
    expect(orders).toMatchObject([{ state: 'lapsed' }]);
    expect(orders[0]?.closed_at).toBeInstanceOf(Date);
    expect(tiers).toMatchObject([{ available: 10, held: 0 }]);
  });

  test('ORD-4: an order that a request is just moving waits for the next sweep, and holds nobody up', async ({
    db,
    pool,
  }) => {
    const { lease, orderId } = await heldOrder(db, pool);
    await age(db, orderId, -1, 60);
    await db.transaction().execute(async (trx) => {
      await sql`select from "order" where id = ${orderId} for update`.execute(trx);
      expect((await run(pool, lease))?.decision.orderChanges).toEqual([]);
    });
    expect((await run(pool, lease))?.decision.orderChanges).toMatchObject([{ state: 'lapsed' }]);
  });

  test('ORD-13: a pass that is over keeps its slot while an order is held, and loses it with the order', async ({
    db,
    pool,
  }) => {
    const { sale, lease, shopper, orderId } = await heldOrder(db, pool);
    await db.updateTable('admission').set({ pass_ends_at: sql<Date>`now()` }).execute();
    expect(await lookForWork(pool, [sale.id])).toMatchObject([{ hasWork: false }]);
    expect((await run(pool, lease))?.admissionsOver).toEqual([]);
    await release(db, sale, orderId);
    expect((await run(pool, lease))?.admissionsOver).toMatchObject([
      { entryId: shopper.visitorId, state: 'ended' },
    ]);
    expect(await stateOf(db, 'admission', shopper.admissionId)).toBe('ended');
  });

  test('ORD-3: an ended pass buys nothing, though the visitor shows it again', async ({ db, pool }) => {
    const { sale, lease, shopper } = await heldOrder(db, pool);
    await db.updateTable('admission').set({ pass_ends_at: sql<Date>`now()` }).execute();
    const late = await run(pool, lease, { reserves: [reserveOf(sale, shopper)] });
    expect(late?.decision.replies).toMatchObject([{ answer: { code: 'pass_ended' } }]);
  });
});

describe('the sale', () => {
  test('ORD-11: it sells out and comes back in the transactions of its stock, each with a line in the journal', async ({
    db, pool,
  }) => {
    const { sale, lease, orderId } = await heldOrder(db, pool, [2]);
    expect(await stateOf(db, 'sale', sale.id)).toBe('open');
    await capture(db, sale, orderId, 'pay_1');
    await run(pool, lease);
    expect(await stateOf(db, 'sale', sale.id)).toBe('soldOut');
    await release(db, sale, orderId);
    await run(pool, lease);
    expect(await stateOf(db, 'sale', sale.id)).toBe('open');
    const audit = await db.selectFrom('audit').select(['actor', 'act', 'sale_id']).orderBy('id').execute();
    expect(audit).toEqual([
      { actor: 'writer', act: 'sale.sold_out', sale_id: sale.id },
      { actor: 'writer', act: 'sale.back_on_sale', sale_id: sale.id },
    ]);
  }); // biome-ignore format: fixtures in one line

  test('ORD-11: one that was resumed with nothing left is noticed, though nobody asks for anything', async ({
    db,
    pool,
  }) => {
    const sale = await insertSaleWithBook(db, { units: [0] });
    const lease = await takeLease(db, sale.id);
    expect(await lookForWork(pool, [sale.id])).toMatchObject([{ hasWork: true }]);
    await run(pool, lease);
    expect(await stateOf(db, 'sale', sale.id)).toBe('soldOut');
    expect(await lookForWork(pool, [sale.id])).toMatchObject([{ hasWork: false }]);
  });

  test('ORD-5: a new writer counts what earlier ones sold, by account or by visitor and email', async ({
    db,
    pool,
  }) => {
    const { sale, lease, shopper } = await heldOrder(db, pool);
    const three = [{ tierId: sale.tierIds[0] ?? '', quantity: 3 }];
    const [other] = await letIn(db, sale.id, 1);
    const asks = [
      reserveOf(sale, shopper, { lines: three, emailIndex: 'another' }),
      reserveOf(sale, other ?? shopper, { lines: three, emailIndex: `mail_${shopper.visitorId}` }),
      reserveOf(sale, shopper, { lines: three, accountId: 'acc' }),
      reserveOf(sale, other ?? shopper, { lines: three, accountId: 'acc' }),
    ];
    const codes = [];
    for (const ask of asks) {
      const done = await run(pool, lease, { reserves: [ask] });
      codes.push(...(done?.decision.replies ?? []).map(({ answer }) => answer.outcome));
    }
    expect(codes).toEqual(['refused', 'refused', 'granted', 'refused']);
  });
});
