/** What a batch sweeps up by itself: holds, passes, the sale's state. */
import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { holdsUnits, orderStates, soldUnits } from '../domain/order-lifecycle.ts';
import { age, capture, heldOrder, release, run, stateOf, test } from '../test/held-order.ts';
import { bookOf, insertSaleWithBook, letIn, reserveOf, takeLease } from '../test/writer.ts';
import { giveBackTurns } from './checkout-failures.ts';
import { lookForWork } from './writer-lease.ts';

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

  test('WRT-6: a row of an order that a request has locked is left for a moment; nobody waits for it', async ({
    db,
    pool,
  }) => {
    const { sale, lease, shopper, orderId } = await heldOrder(db, pool);
    await release(db, sale, orderId);
    await db.transaction().execute(async (trx) => {
      await sql`select from "order" where id = ${orderId} for update`.execute(trx);
      const done = await run(pool, lease, { reserves: [reserveOf(sale, shopper)] });
      expect(done?.decision.rowResults).toEqual([]);
      expect(done?.decision.newOrders.length).toBe(1);
    });
    expect((await run(pool, lease))?.decision.rowResults.length).toBe(1);
    expect(await stateOf(db, 'order', orderId)).toBe('cancelled');
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

  test('ADM-12: a hold that was lost because the provider never answered gives the turn back, once it has ended', async ({
    db,
    pool,
  }) => {
    const { sale, lease, shopper, orderId } = await heldOrder(db, pool);
    await age(db, orderId, -1, 60);
    await db.updateTable('order').set({ state: 'paying' }).execute();
    await run(pool, lease);
    await age(db, orderId, -2, -1);
    await run(pool, lease);
    expect(await stateOf(db, 'order', orderId)).toBe('lapsed');
    const failures = () => db.selectFrom('checkout_failure').select(['admission_id', 'what']).execute();
    const lost = [{ admission_id: shopper.admissionId, what: 'hold lost: provider silent' }];
    expect(await failures()).toEqual(lost);
    expect(await giveBackTurns(db, sale.id)).toEqual([]); // The pass still runs: another order may be made.
    await db.updateTable('admission').set({ pass_ends_at: sql<Date>`now()` }).execute();
    await run(pool, lease);
    expect(await giveBackTurns(db, sale.id)).toMatchObject([{ entryId: shopper.visitorId, state: 'back' }]);
    expect(await giveBackTurns(db, sale.id)).toEqual([]);
    await run(pool, lease);
    expect(await failures()).toEqual(lost);
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

  test('ORD-5: a new writer counts every order that has its units, and no other', async ({ db, pool }) => {
    const { sale, lease, shopper, orderId } = await heldOrder(db, pool);
    await db.updateTable('sale').set({ per_visitor_max: 2 }).execute();
    for (const state of orderStates) {
      await db.updateTable('order').set({ state }).where('id', '=', orderId).execute();
      const done = await run(pool, lease, { due: 'none', reserves: [reserveOf(sale, shopper)] });
      const isCounted = holdsUnits(state) || soldUnits(state);
      const said = done?.decision.replies[0]?.answer;
      expect([state, said?.outcome]).toEqual([state, isCounted ? 'refused' : 'granted']);
      if (said?.outcome === 'granted') await release(db, sale, said.order.id);
      await run(pool, lease, { due: 'none' });
    }
  });

  test('ORD-5: a new writer counts what earlier ones sold, by account or by visitor and email', async ({
    db,
    pool,
  }) => {
    const { sale, lease, shopper } = await heldOrder(db, pool);
    const three = [{ tierId: sale.tierIds[0] ?? '', quantity: 3 }];
    const [other, another] = await letIn(db, sale.id, 2);
    const asks = [
      reserveOf(sale, shopper, { lines: three, emailIndex: 'another' }),
      reserveOf(sale, other ?? shopper, { lines: three, emailIndex: `mail_${shopper.visitorId}` }),
      reserveOf(sale, other ?? shopper, { lines: three, accountId: 'acc' }),
      reserveOf(sale, another ?? shopper, { lines: three, accountId: 'acc' }),
    ];
    const codes = [];
    for (const ask of asks) {
      const done = await run(pool, lease, { reserves: [ask] });
      codes.push(...(done?.decision.replies ?? []).map(({ answer }) => answer.outcome));
    }
    expect(codes).toEqual(['refused', 'refused', 'granted', 'refused']);
  });

  test.for([['line', 'refused'], ['shelf', 'granted']] as const)('WRT-13: in a %s a new writer answers a pass that has bought for one account, for another, %s', async ([mode, outcome], { db, pool }) => {
    const sale = await insertSaleWithBook(db, { mode });
    const [shopper] = await letIn(db, sale.id, 1);
    if (!shopper) throw new Error('one is inside');
    const lease = await takeLease(db, sale.id);
    const lines = [{ tierId: sale.tierIds[0] ?? '', quantity: 3 }];
    const said = [];
    for (const accountId of ['one', 'other']) {
      const done = await run(pool, lease, { reserves: [reserveOf(sale, shopper, { lines, accountId })] });
      said.push(done?.decision.replies[0]?.answer.outcome);
    }
    expect(said).toEqual(['granted', outcome]);
  }); // biome-ignore format: a title with its cases
});
