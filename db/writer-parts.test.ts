/** Parts of an order in the writer's batches: with the whole in one batch, and again after a lost answer. */
import { expect } from 'vitest';
import { capture, heldOrder, run, stateOf, test } from '../test/held-order.ts';
import { bookOf } from '../test/writer.ts';
import { stageCommand } from './commands.ts';

test('ORD-15, WRT-3: paid, parted and refunded in one batch, each unit and its money goes back once', async ({
  db,
  pool,
}) => {
  const { sale, lease, orderId } = await heldOrder(db, pool);
  await capture(db, sale, orderId, 'pay_1');
  const refund = (key: string, lines?: { lineNo: number; quantity: number }[]) => {
    const payload = { reason: 'r', by: 'staff:stf_1', ...(lines && { lines }) };
    return stageCommand(db, { saleId: sale.id, kind: 'refund', key, orderId, payload });
  };
  await refund('part', [{ lineNo: 1, quantity: 1 }]);
  await refund('whole');
  await run(pool, lease);
  await run(pool, lease);
  const { tiers, ledger } = await bookOf(db, sale.id);
  expect(tiers).toMatchObject([{ available: 10, held: 0, sold: 0 }]);
  expect(ledger.map(({ kind }) => kind)).toEqual(['capacity', 'reserve', 'confirm', 'part_refund', 'refund']);
  const refunds = await db.selectFrom('refund').select(['key', 'amount']).execute();
  expect(refunds).toEqual([{ key: 'part', amount: 10_000 }]);
  const { state, refund_asked } = await db
    .selectFrom('payment')
    .select(['state', 'refund_asked'])
    .executeTakeFirstOrThrow();
  expect([state, refund_asked, await stateOf(db, 'order', orderId)]).toEqual([
    'refund_pending',
    10_000,
    'refund_pending',
  ]);
  const topics = await db.selectFrom('outbox').select('topic').orderBy('topic').execute();
  expect(topics.map(({ topic }) => topic).filter((topic) => topic.startsWith('payment'))).toEqual([
    'payment_refund',
    'payment_refund_part',
  ]);
});
