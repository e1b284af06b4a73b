/** Returns that something stands in the way of: they end all the same, or staff is told; nothing waits for ever unseen. */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { askReturn } from '../../db/ask-return.ts';
import { recordPaymentFact } from '../../db/payments.ts';
import type { Database } from '../../db/schema.ts';
import { shippingDays as days } from '../../domain/shipping.ts';
import { partsAddUp } from '../../scripts/verify/parts-add-up.ts';
import { at, paidGoods, sell } from '../../test/goods.ts';
import { run, test } from '../../test/held-order.ts';
import { stateOf } from '../../test/paying.ts';
import { takeLease } from '../../test/writer.ts';
import { moveGoods } from './start.ts';

const paidAt = '2027-03-27T12:00Z';
const [ships, delivers, takesBack] = ['2027-03-28T00:00Z', '2027-03-29T00:00Z', '2027-03-30T00:00Z'];
const one = [{ lineNo: 1, quantity: 1 }];

/** Two units with the buyer since this morning, paid 198,000 for. */
async function deliveredGoods(db: Kysely<Database>) {
  const order = await paidGoods(db, paidAt, 'UTC');
  const paymentId = await sell(db, order);
  const lease = await takeLease(db, order.sale_id);
  for (const moment of [paidAt, ships, delivers]) await moveGoods({ db, days }, at(moment));
  const ask = () => askReturn(db, order.id, { reason: 'too small', lines: one, days, now: at(delivers) });
  return { id: order.id, paymentId, lease, ask };
}
const flagsOf = (db: Kysely<Database>) =>
  db.selectFrom('order_flag').select(['kind', 'order_id', 'detail']).orderBy('id').execute();
const returnsOf = (db: Kysely<Database>) =>
  db.selectFrom('order_return').select('state').orderBy('asked_at').execute();

test('SHP-4, SHP-6: goods whose money is partly back already are taken back for what is left of their share', async ({
  db,
  pool,
}) => {
  const { id, paymentId, lease, ask } = await deliveredGoods(db);
  const fact = { paymentId, provider: 'sandbox', ref: null, state: 'succeeded' as const };
  await db
    .transaction()
    .execute((trx) =>
      recordPaymentFact(trx, { ...fact, amount: 198_000, currency: 'KRW', refundedAmount: 150_000 }),
    );
  await ask();
  await moveGoods({ db, days }, at(takesBack));
  await run(pool, lease);
  expect(await returnsOf(db)).toEqual([{ state: 'taken_back' }]);
  expect(await stateOf(db, id)).toBe('delivered');
  const part = await db.selectFrom('part_refund').select(['amount', 'lines']).executeTakeFirstOrThrow();
  expect(part).toEqual({ amount: 48_000, lines: one });
  const { refund_asked } = await db
    .selectFrom('payment')
    .select('refund_asked')
    .where('id', '=', paymentId)
    .executeTakeFirstOrThrow();
  expect(refund_asked).toBe(198_000);
  expect((await flagsOf(db)).map(({ kind }) => kind)).toEqual(['refunded_at_provider']);
  const { checked, broken } = await partsAddUp.check({ db, crowds: [], patienceSeconds: 0 });
  expect([checked, broken]).toEqual([1, 0]);
});

test('PAY-20: a return that cannot be taken back on its day is flagged, once, with a letter, however often somebody looks', async ({
  db,
  pool,
}) => {
  const { id, lease, ask } = await deliveredGoods(db);
  await sql`insert into staff (id, email, name, password_hash, role)
    values ('stf_1', 'a@b.test', 'n', 'h', 'support'), ('stf_2', 'b@b.test', 'n', 'h', 'door')`.execute(db);
  await ask();
  // Only a fault of ours would do this: units that were asked back are gone from the order.
  await sql`update order_line set repaid_quantity = 2 where order_id = ${id}`.execute(db);
  for (const moment of [takesBack, '2027-04-15T00:00Z', '2027-05-15T00:00Z']) {
    await moveGoods({ db, days }, at(moment));
    await run(pool, lease);
  }
  expect(await flagsOf(db)).toEqual([
    { kind: 'command_refused', order_id: id, detail: { command: 'take_back', code: 'refund_too_large' } },
  ]);
  const letters = db.selectFrom('outbox').select('key').where('key', 'like', 'mail:flag:%');
  expect((await letters.execute()).map(({ key }) => key.split(':').at(-1))).toEqual(['stf_1']);
  const noted = db
    .selectFrom('audit')
    .select(['actor', 'sale_id'])
    .where('act', '=', 'order.command_refused');
  expect(await noted.execute()).toMatchObject([{ actor: 'writer' }]);
  expect([await stateOf(db, id), await returnsOf(db)]).toEqual(['return_requested', [{ state: 'asked' }]]);
});
