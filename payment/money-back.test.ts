/** Parts that go back, money that others give back, and disputes: from the provider's word to rows, flags and letters. */
import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import { flagsOf } from '../db/order-flags.ts';
import { orderById } from '../db/orders.ts';
import { paymentById } from '../db/payments.ts';
import { refundsOf, stageRefund } from '../db/refunds.ts';
import { saleReport } from '../db/sale-report.ts';
import type { Database } from '../db/schema.ts';
import { openTestBank, type TestBank } from '../test/bank.ts';
import { commandsOf, insertOrder, stateOf } from '../test/paying.ts';
import { paymentDeps } from '../test/payment-deps.ts';
import { test } from '../test/stores.ts';
import { askProvider } from './ask-provider.ts';
import { refundPart, refundPayment } from './refund-payment.ts';
import { startPayment } from './start-payment.ts';

/** A paid order, its payment captured and known here. */
async function openPaid(db: Kysely<Database>, bank: TestBank) {
  const deps = paymentDeps(db, bank);
  const order = await insertOrder(db);
  const { id, redirectUrl } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  await bank.press(redirectUrl, 'succeed');
  const ref = redirectUrl.split('/').at(-1) ?? '';
  const payment = async () => {
    const row = await paymentById(db, id);
    if (!row) throw new Error('the payment is there');
    return row;
  };
  const hear = async () =>
    (await askProvider(deps, await payment(), (provider) => provider.read(ref))).outcome;
  await hear();
  await db.updateTable('order').set({ state: 'issued', payment_id: id }).where('id', '=', order.id).execute();
  const stagePart = async (amount: number, key: string) => {
    const ask = { orderId: order.id, paymentId: id, amount, key, reason: 'one is broken' };
    await db.transaction().execute((trx) => stageRefund(trx, ask));
    return (await refundsOf(db, id)).find((refund) => refund.key === key)?.id ?? '';
  };
  const byHand = (amount: number) =>
    bank.call('POST', `/v1/payments/${ref}/refunds`, { amount, key: `hand-${amount}` });
  const dispute = async (state: 'open' | 'won' | 'lost') => {
    await bank.call('POST', `/v1/payments/${ref}/dispute`, { state, reason: 'fraudulent' });
    return await hear();
  };
  return { deps, order, id, ref, payment, hear, stagePart, byHand, dispute };
}
async function mailsOf(db: Kysely<Database>): Promise<string[]> {
  const rows = await db
    .selectFrom('outbox')
    .select('payload')
    .where('topic', '=', 'mail')
    .orderBy('id')
    .execute();
  return rows.map(({ payload }) => String(payload.kind));
}
const kindsOf = async (db: Kysely<Database>, orderId: string) =>
  (await flagsOf(db, orderId)).map(({ kind }) => kind);

test('PAY-16: parts go back through failures, once each, and the rest when all is given back', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const { deps, id, ref, payment, stagePart } = await openPaid(db, bank);
  const first = await stagePart(50_000, 'act:1');
  await bank.turn({ failNextCalls: 1 });
  await expect(refundPart(deps, first)).rejects.toThrow('503');
  await Promise.all([refundPart(deps, first), refundPart(deps, first)]);
  await refundPart(deps, first);
  await refundPart(deps, await stagePart(48_000, 'act:2'));
  expect(await bank.provider.read(ref)).toMatchObject({ state: 'succeeded', refundedAmount: 98_000 });
  expect(await payment()).toMatchObject({
    state: 'succeeded',
    refunded_amount: 98_000,
    refund_asked: 98_000,
  });
  expect(await mailsOf(db)).toEqual(['refunded_part', 'refunded_part']);

  await refundPayment(deps, id, 'event off');
  expect(await bank.provider.read(ref)).toMatchObject({ state: 'refunded', refundedAmount: 198_000 });
  expect((await refundsOf(db, id)).map(({ amount, state }) => [amount, state])).toEqual([
    [50_000, 'refunded'],
    [48_000, 'refunded'],
    [100_000, 'refunded'],
  ]);
  expect(await mailsOf(db)).toEqual(['refunded_part', 'refunded_part', 'refunded']);
});

test('PAY-16: where somebody gave money back meanwhile, the rest goes back and nothing twice', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const { deps, order, id, ref, payment, stagePart, byHand } = await openPaid(db, bank);
  const part = await stagePart(150_000, 'act:1');
  await byHand(60_000);
  await refundPart(deps, part);
  expect((await refundsOf(db, id)).map(({ origin, state }) => `${origin} ${state}`).toSorted()).toEqual([
    'provider refunded',
    'shop refused',
  ]);
  expect(await payment()).toMatchObject({ refund_asked: 60_000, refunded_amount: 60_000 });
  expect(await kindsOf(db, order.id)).toEqual(['refund_refused', 'refunded_at_provider']);

  await byHand(38_000);
  await refundPayment(deps, id, null);
  expect(await bank.provider.read(ref)).toMatchObject({ state: 'refunded' });
  const rows = await refundsOf(db, id);
  const given = rows.filter(({ state }) => state === 'refunded').reduce((sum, { amount }) => sum + amount, 0);
  expect(given).toBe(198_000);
});

test('PAY-17: a part that was given back at the provider leaves the order, and is told once', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const { order, payment, hear, byHand } = await openPaid(db, bank);
  await byHand(30_000);
  expect(await hear()).toBe('applied');
  expect((await saleReport(db, order.sale_id)).money).toEqual({
    ...{ captured: 198_000, refunded: 30_000, refunding: 0, disputed: 0, refundedByOthers: 30_000 },
  });
  expect(await hear()).toBe('known');
  expect(await stateOf(db, order.id)).toBe('issued');
  expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'confirm' }]);
  expect(await payment()).toMatchObject({
    state: 'succeeded',
    refunded_amount: 30_000,
    refund_asked: 30_000,
  });
  expect(await kindsOf(db, order.id)).toEqual(['refunded_at_provider']);
  expect(await mailsOf(db)).toEqual(['refunded_part']);
  // In the sums of the order too, beside what parts gave back.
  expect(await orderById(db, order.id)).toMatchObject({ refundedByOthers: 30_000, refunded_amount: 0 });

  await byHand(168_000);
  await hear();
  expect(await payment()).toMatchObject({ state: 'refunded' });
  expect(await commandsOf(db, order.id)).toMatchObject([
    { kind: 'confirm' },
    { kind: 'refund', payload: { reason: 'refunded_at_provider' } },
  ]);
});

test('PAY-18, PAY-20: an open dispute changes nothing of the order, and staff are told each step once', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const { order, payment, hear, dispute } = await openPaid(db, bank);
  const hash = 'x'.repeat(20);
  await db
    .insertInto('staff')
    .values([
      { id: 'stf_1', email: 'owner@example.com', name: 'Owner', role: 'owner', password_hash: hash },
      { id: 'stf_2', email: 'door@example.com', name: 'Door', role: 'door', password_hash: hash },
    ])
    .execute();
  expect(await dispute('open')).toBe('applied');
  expect(await hear()).toBe('known');
  expect((await saleReport(db, order.sale_id)).money).toMatchObject({ refunded: 0, disputed: 198_000 });
  expect(await stateOf(db, order.id)).toBe('issued');
  expect(await payment()).toMatchObject({ state: 'succeeded', refunded_amount: 0 });
  expect(await mailsOf(db)).toEqual(['staff_flag', 'disputed']);
  await dispute('won');
  expect(await kindsOf(db, order.id)).toEqual(['dispute_won', 'dispute_opened']);
  expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'confirm' }]);
  const acts = await db.selectFrom('audit').select(['actor', 'act']).orderBy('id').execute();
  expect(acts).toEqual([
    { actor: 'payments', act: 'order.dispute_opened' },
    { actor: 'payments', act: 'order.dispute_won' },
  ]);
});

test('PAY-18: a lost dispute takes the order back as a refund at the provider does', async ({ db }) => {
  await using bank = await openTestBank();
  const { deps, order, id, payment, dispute } = await openPaid(db, bank);
  await dispute('open');
  await dispute('lost');
  expect(await payment()).toMatchObject({
    ...{ state: 'refunded', refunded_amount: 198_000, refund_reason: 'dispute_lost' },
  });
  expect(await commandsOf(db, order.id)).toMatchObject([
    { kind: 'confirm' },
    { kind: 'refund', payload: { reason: 'dispute_lost' } },
  ]);
  expect(await kindsOf(db, order.id)).toEqual(['dispute_lost', 'dispute_opened']);
  // What the writer then stages finds nothing left to give, and ends the order.
  await db.updateTable('order').set({ state: 'refund_pending' }).where('id', '=', order.id).execute();
  await refundPayment(deps, id, 'dispute_lost');
  expect(await stateOf(db, order.id)).toBe('refunded');
});
