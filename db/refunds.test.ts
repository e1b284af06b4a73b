/** Refunds of parts: staged once a key, never more than was captured, whoever asks at the same time. */
import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import { insertOrder } from '../test/paying.ts';
import { newEntryId, test } from '../test/stores.ts';
import { beginWholeRefund, closeRefund, refundById, refundsOf, stageRefund } from './refunds.ts';
import type { Database } from './schema.ts';

async function insertCaptured(db: Kysely<Database>, amount = 198_000) {
  const order = await insertOrder(db, { state: 'issued' });
  const id = `pay_${newEntryId()}`;
  await db
    .insertInto('payment')
    .values({
      id,
      order_id: order.id,
      provider: 'sandbox',
      provider_ref: `sbx_${id}`,
      state: 'succeeded',
      amount,
      currency: 'KRW',
      captured_at: new Date(),
    })
    .execute();
  const ask = (part: number, key: string) =>
    db
      .transaction()
      .execute((trx) =>
        stageRefund(trx, { orderId: order.id, paymentId: id, amount: part, key, reason: 'one came broken' }),
      );
  return { order, id, ask };
}
const asked = async (db: Kysely<Database>, id: string) =>
  (await db.selectFrom('payment').select('refund_asked').where('id', '=', id).executeTakeFirstOrThrow())
    .refund_asked;

test('PAY-16: the same act stages one refund, and its row drives it', async ({ db }) => {
  const { id, ask } = await insertCaptured(db);
  expect(await ask(50_000, 'act:1')).toBe('staged');
  expect(await ask(50_000, 'act:1')).toBe('known');
  const [refund] = await refundsOf(db, id);
  expect(refund).toMatchObject({ amount: 50_000, state: 'pending', origin: 'shop' });
  const rows = await db.selectFrom('outbox').select(['topic', 'payload']).execute();
  expect(rows).toEqual([{ topic: 'payment_refund_part', payload: { refundId: refund?.id } }]);
});

test('PAY-16: twenty at once never ask for more than was captured', async ({ db }) => {
  const { id, ask } = await insertCaptured(db, 100_000);
  const outcomes = await Promise.all(Array.from({ length: 20 }, (_, at) => ask(15_000, `act:${at}`)));
  expect(outcomes.filter((outcome) => outcome === 'staged')).toHaveLength(6);
  expect(await asked(db, id)).toBe(90_000);
  await expect(db.updateTable('payment').set({ refund_asked: 100_001 }).execute()).rejects.toThrow(
    'payment_refund_asked',
  );
});

test('PAY-16: nothing of nothing, of another order, or of money that is going back whole', async ({ db }) => {
  const { order, id, ask } = await insertCaptured(db, 100_000);
  expect(await ask(0, 'none')).toBe('refused');
  expect(await ask(-5, 'less')).toBe('refused');
  expect(await ask(100_001, 'more')).toBe('refused');
  const other = await insertOrder(db, { state: 'issued' });
  const wrong = { orderId: other.id, paymentId: id, amount: 1, key: 'wrong', reason: null };
  expect(await db.transaction().execute((trx) => stageRefund(trx, wrong))).toBe('refused');
  expect(await ask(30_000, 'part')).toBe('staged');
  const pending = await beginWholeRefund(db, id, 'event off');
  expect(pending.map(({ amount }) => amount)).toEqual([30_000, 70_000]);
  expect((await beginWholeRefund(db, id, 'event off')).map((refund) => refund.id)).toEqual(
    pending.map((refund) => refund.id),
  );
  expect(await ask(1, 'later')).toBe('refused');
  expect(order.id).not.toBe(other.id);
});

test('PAY-16: what the provider refused may be asked for again, and a refund is closed once', async ({
  db,
}) => {
  const { id, ask } = await insertCaptured(db, 100_000);
  await ask(60_000, 'first');
  const [first] = await refundsOf(db, id);
  if (!first) throw new Error('a refund was staged');
  expect(await db.transaction().execute((trx) => closeRefund(trx, first, 'refused'))).toBe(true);
  expect(await db.transaction().execute((trx) => closeRefund(trx, first, 'refunded'))).toBe(false);
  expect(await refundById(db, first.id)).toMatchObject({ state: 'refused' });
  expect(await asked(db, id)).toBe(0);
  expect(await ask(100_000, 'second')).toBe('staged');
});
