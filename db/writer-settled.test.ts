/** What a batch settles for commands that are rows: payments, tickets, the outbox. */
import { describe, expect } from 'vitest';
import { age, capture, heldOrder, release, run, stateOf, test } from '../test/held-order.ts';
import { bookOf, reserveOf } from '../test/writer.ts';
import { awaitCommand, stageCommand } from './commands.ts';

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

  test('ORD-13: two orders of one pass: the slot is free when the second is paid too', async ({
    db,
    pool,
  }) => {
    const { sale, lease, shopper, orderId } = await heldOrder(db, pool);
    const second = reserveOf(sale, shopper);
    await run(pool, lease, { reserves: [second] });
    await capture(db, sale, orderId, 'pay_1');
    expect((await run(pool, lease))?.admissionsOver).toEqual([]);
    await capture(db, sale, second.orderId, 'pay_2', 10_000);
    expect((await run(pool, lease))?.admissionsOver).toMatchObject([{ state: 'finished' }]);
  });

  test('ORD-9: two ways to a cancel at the provider ask it once, and a reason is not forgotten', async ({
    db,
    pool,
  }) => {
    const { sale, lease, orderId } = await heldOrder(db, pool);
    await age(db, orderId, -1, 60);
    await db.updateTable('order').set({ state: 'paying', reason: 'earlier' }).execute();
    await run(pool, lease);
    const payload = { reason: null, by: 'buyer' };
    await stageCommand(db, { saleId: sale.id, kind: 'release', key: 'release', orderId, payload });
    await run(pool, lease);
    expect((await bookOf(db, sale.id)).orders).toMatchObject([{ state: 'cancelled', reason: 'earlier' }]);
    const outbox = await db.selectFrom('outbox').select('key').execute();
    expect(outbox).toEqual([{ key: `payment_cancel:${orderId}` }]);
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
