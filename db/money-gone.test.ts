/**
 * All the money of a sold order is gone, because its bank or somebody at the provider gave it back: from the provider's word
 * through the real writer to stock, tickets and returns, whatever the order was by then.
 */
import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import { describe, expect } from 'vitest';
import type { OrderState } from '../domain/order-lifecycle.ts';
import { brokenOf, checkAll } from '../scripts/verify/check-all.ts';
import { capture, heldOrder, run, stateOf, test } from '../test/held-order.ts';
import { bookOf } from '../test/writer.ts';
import { recordPaymentFact } from './payments.ts';
import type { Database } from './schema.ts';
import { issueTickets } from './tickets.ts';

interface Was {
  readonly state: OrderState;
  readonly isUsed?: boolean;
}

/** Two units of ten, bought for 20,000 and brought to the state that is asked for. */
async function bought(db: Kysely<Database>, pool: pg.Pool, { state, isUsed = false }: Was) {
  const made = await heldOrder(db, pool);
  const { sale, lease, orderId } = made;
  const isGoods = state !== 'paid' && state !== 'issued';
  if (isGoods) await sql`update sale set fulfilment = 'shipping' where id = ${sale.id}`.execute(db);
  await capture(db, sale, orderId, 'pay_1');
  await sql`update payment set captured_at = now()`.execute(db);
  await run(pool, lease);
  if (state === 'issued') await db.transaction().execute((trx) => issueTickets(trx, [orderId]));
  if (isUsed)
    await sql`update ticket set state = 'used', checked_in_at = now() where unit_no = 1`.execute(db);
  if (isGoods) await db.updateTable('order').set({ state }).where('id', '=', orderId).execute();
  if (state === 'return_requested')
    await sql`insert into order_return (id, order_id, lines, reason, due_at)
      values ('ret_1', ${orderId}, '[{"lineNo": 1, "quantity": 1}]', 'too small', now() + interval '1 day')`.execute(
      db,
    );
  expect(await stateOf(db, 'order', orderId)).toBe(state);
  return made;
}

const gone = (why: 'dispute' | 'refund') => ({
  ...{ paymentId: 'pay_1', provider: 'sandbox', ref: null, state: 'refunded' as const },
  ...{ amount: 20_000, currency: 'KRW', refundedAmount: 20_000 },
  dispute:
    why === 'dispute' ? { ref: 'dis_1', state: 'lost' as const, amount: 20_000, reason: 'fraudulent' } : null,
});

const table: readonly (Was & { becomes: OrderState; sold: number })[] = [
  { state: 'paid', becomes: 'refund_pending', sold: 0 },
  { state: 'issued', becomes: 'refund_pending', sold: 0 },
  { state: 'issued', isUsed: true, becomes: 'written_off', sold: 2 },
  { state: 'preparing', becomes: 'refund_pending', sold: 0 },
  { state: 'shipping', becomes: 'written_off', sold: 2 },
  { state: 'delivered', becomes: 'written_off', sold: 2 },
  { state: 'return_requested', becomes: 'written_off', sold: 2 },
  { state: 'confirmed', becomes: 'written_off', sold: 2 },
];

describe.for(['dispute', 'refund'] as const)('PAY-15, PAY-18, PAY-23: after a %s', (why) => {
  test.for(table)(
    '$state (used: $isUsed) becomes $becomes with $sold units sold',
    async (row, { db, pool }) => {
      const { sale, lease, orderId } = await bought(db, pool, row);
      await db.transaction().execute((trx) => recordPaymentFact(trx, gone(why)));
      await db.transaction().execute((trx) => recordPaymentFact(trx, gone(why))); // And again, as webhooks are.
      await run(pool, lease);
      expect(await stateOf(db, 'order', orderId)).toBe(row.becomes);
      const { tiers } = await bookOf(db, sale.id);
      expect(tiers).toMatchObject([{ available: 10 - row.sold, held: 0, sold: row.sold }]);
      const left = await db.selectFrom('ticket').select('state').where('state', '=', 'valid').execute();
      expect(left).toEqual([]);
      const open = await db.selectFrom('order_return').select('id').where('state', '=', 'asked').execute();
      expect(open).toEqual([]);
      const order = await db
        .selectFrom('order')
        .select('taken_back_by as by')
        .where('id', '=', orderId)
        .executeTakeFirst();
      expect(order?.by).toBe(why === 'dispute' ? 'bank' : 'provider');
      const mine = [
        'money',
        'stock',
        'tier',
        'ledger',
        'paid',
        'return',
        'ticket',
        'refund',
        'limit',
        'points',
      ];
      const broken = brokenOf(await checkAll(db, [], 300));
      expect(broken.filter((name) => mine.some((part) => name.includes(part)))).toEqual([]);
    },
  );
});

test('PAY-17: a part that others gave back leaves order, tickets and stock through the writer, and the rest takes them', async ({
  db,
  pool,
}) => {
  const { sale, lease, orderId } = await bought(db, pool, { state: 'issued' });
  const tell = async (refundedAmount: number) => {
    const state = refundedAmount === 20_000 ? ('refunded' as const) : ('succeeded' as const);
    const fact = { ...gone('refund'), state, refundedAmount };
    await db.transaction().execute((trx) => recordPaymentFact(trx, fact));
    await run(pool, lease);
    const [tier] = (await bookOf(db, sale.id)).tiers;
    const valid = await db.selectFrom('ticket').select('id').where('state', '=', 'valid').execute();
    return [await stateOf(db, 'order', orderId), tier?.sold, valid.length];
  };
  expect(await tell(10_000)).toEqual(['issued', 2, 2]);
  expect(await tell(20_000)).toEqual(['refund_pending', 0, 0]);
});

test('PAY-23: what staff refunds is refused as before where the units are with the buyer', async ({
  db,
  pool,
}) => {
  const { sale, lease, orderId } = await bought(db, pool, { state: 'shipping' });
  await sql`insert into command (sale_id, kind, key, order_id, payload)
    values (${sale.id}, 'refund', 'staff', ${orderId}, '{"reason": "so", "by": "staff:1"}')`.execute(db);
  const done = await run(pool, lease);
  expect(done?.decision.rowResults.map(({ result }) => result)).toEqual([
    { outcome: 'refused', code: 'order_not_cancellable' },
  ]);
  expect(await stateOf(db, 'order', orderId)).toBe('shipping');
});
