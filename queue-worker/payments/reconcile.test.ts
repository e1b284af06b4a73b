/**
 * The reconciler: what it finds when webhooks never come. Time passes by moving rows back, not by waiting.
 */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { paymentById, recordPaymentFact } from '../../db/payments.ts';
import { takeUnsettled } from '../../db/unsettled-payments.ts';
import { startPayment } from '../../payment/start-payment.ts';
import { openTestBank } from '../../test/bank.ts';
import { commandsOf, insertOrder, stateOf } from '../../test/paying.ts';
import { paymentDeps } from '../../test/payment-deps.ts';
import { test } from '../../test/stores.ts';
import { reconcile } from './start.ts';

type Db = Parameters<typeof insertOrder>[0];

async function age(db: Db, seconds: number): Promise<void> {
  const past = sql<Date>`now() - ${seconds} * interval '1 second'`;
  await db.updateTable('payment').set({ created_at: past, changed_at: past }).execute();
}

test('PAY-11: money whose webhook never came is found', async ({ db }) => {
  await using bank = await openTestBank({ knobs: { dropPercent: 100 } });
  const deps = paymentDeps(db, bank);
  const paid = await insertOrder(db);
  const declined = await insertOrder(db);
  const first = await startPayment(deps, { orderId: paid.id, provider: 'sandbox' });
  const second = await startPayment(deps, { orderId: declined.id, provider: 'sandbox' });
  await bank.press(first.redirectUrl, 'succeed');
  await bank.press(second.redirectUrl, 'decline');
  await reconcile(deps);
  expect(await commandsOf(db, paid.id)).toEqual([]); // Too soon: the webhook may be on its way.

  await age(db, 21);
  await reconcile(deps);
  expect(await commandsOf(db, paid.id)).toMatchObject([{ kind: 'confirm' }]);
  expect(await stateOf(db, declined.id)).toBe('held');
  expect(bank.arrived).toEqual([]);
});

test('PAY-11: a payment whose answer to create was lost is found by its id', async ({ db }) => {
  await using bank = await openTestBank({ callMsMax: 200 });
  const deps = paymentDeps(db, bank);
  const order = await insertOrder(db);
  await bank.turn({ delayMs: 1_000 });
  await expect(startPayment(deps, { orderId: order.id, provider: 'sandbox' })).rejects.toThrow('busy');
  await bank.turn({ delayMs: 0 });
  await age(db, 21);
  await reconcile(deps);
  const payment = await db.selectFrom('payment').selectAll().executeTakeFirstOrThrow();
  expect(payment).toMatchObject({ state: 'pending', redirect_url: expect.stringContaining('/sandbox/pay/') });
  const { id } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  expect(id).toBe(payment.id);
});

test('PAY-11: looks are spaced, and two reconcilers never take the same payment', async ({ db }) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  for (let count = 0; count < 6; count += 1) {
    const order = await insertOrder(db);
    await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  }
  const times = { freshMs: 20_000, restMs: 60_000 };
  await age(db, 21);
  const taken = (await Promise.all([1, 2, 3].map(() => takeUnsettled(db, times, 4)))).flat();
  expect(new Set(taken.map(({ id }) => id)).size).toBe(taken.length);
  await takeUnsettled(db, times, 100);
  expect(await takeUnsettled(db, times, 100)).toEqual([]);

  // Older than a minute, it is looked at each minute and not each 20 s.
  await age(db, 300);
  await db.updateTable('payment').set({ changed_at: sql<Date>`now() - interval '30 seconds'` }).execute();
  expect(await takeUnsettled(db, times, 100)).toEqual([]);
});

test('PAY-11: one silent case does not keep the others from being looked at', async ({ db }) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  const orders = await Promise.all(Array.from({ length: 10 }, () => insertOrder(db)));
  for (const order of orders) {
    const { redirectUrl } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
    await bank.press(redirectUrl, 'succeed');
  }
  await age(db, 21);
  await bank.turn({ failNextCalls: 3 });
  await reconcile(deps);
  const confirms = await db.selectFrom('command').select('id').where('kind', '=', 'confirm').execute();
  expect(confirms).toHaveLength(7);
});

test('PAY-11: a payment that stays open after its order is over is closed', async ({ db }) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  const order = await insertOrder(db);
  const { id } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  await db.updateTable('order').set({ state: 'cancelled' }).where('id', '=', order.id).execute();
  await age(db, 21);
  await reconcile(deps);
  expect(await paymentById(db, id)).toMatchObject({ state: 'cancelled' });
});

test('PAY-11: a refund that was made but not heard of is found', async ({ db }) => {
  await using bank = await openTestBank({ knobs: { dropPercent: 100 } });
  const deps = paymentDeps(db, bank);
  const order = await insertOrder(db);
  const { id, redirectUrl } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  await bank.press(redirectUrl, 'succeed');
  const ref = redirectUrl.split('/').at(-1) ?? '';
  const said = await bank.provider.read(ref);
  await db.transaction().execute((trx) => recordPaymentFact(trx, { ...said, provider: 'sandbox' }));
  await db.updateTable('payment').set({ state: 'refund_pending' }).execute();
  await bank.provider.refund(ref, { amount: order.total_amount, key: id });
  await age(db, 90);
  await reconcile(deps);
  expect(await paymentById(db, id)).toMatchObject({ state: 'refunded' });
});

test('PAY-11: an order that waits to lapse while nobody asks is not forgotten', async ({ db }) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  const order = await insertOrder(db, { state: 'expiring', holdSeconds: -90 });
  const fresh = await insertOrder(db, { state: 'expiring', holdSeconds: -5 });
  await reconcile(deps);
  await reconcile(deps);
  expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'lapse' }]);
  expect(await commandsOf(db, fresh.id)).toEqual([]);
});
