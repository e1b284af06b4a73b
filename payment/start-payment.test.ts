/**
 * Starting to pay, against the real bank: repeats, second tabs, a silent bank, and orders that cannot be
 * paid.
 */
import { expect, vi } from 'vitest';
import { openPaymentOf, paymentsOf } from '../db/payments.ts';
import { openTestBank } from '../test/bank.ts';
import { commandsOf, insertOrder, stateOf } from '../test/paying.ts';
import { paymentDeps } from '../test/payment-deps.ts';
import { test } from '../test/stores.ts';
import { guardProvider } from './guard-provider.ts';
import { startPayment } from './start-payment.ts';

test('PAY-3: an order gets one open payment, whoever asks twice', async ({ db }) => {
  await using bank = await openTestBank();
  const order = await insertOrder(db);
  const asks = Array.from({ length: 5 }, () =>
    startPayment(paymentDeps(db, bank), { orderId: order.id, provider: 'sandbox' }),
  );
  const started = await Promise.all(asks);
  expect(new Set(started.map(({ redirectUrl }) => redirectUrl)).size).toBe(1);
  expect(started[0]).toEqual({
    id: expect.stringMatching(/^pay_/),
    redirectUrl: expect.stringMatching(/^http:\/\/shop\.test\/sandbox\/pay\/sbx_/),
    amount: { amount: 198_000, currency: 'KRW' },
  });
  expect(await paymentsOf(db, order.id)).toMatchObject([{ state: 'pending' }]);
  expect(await stateOf(db, order.id)).toBe('paying');
});

test('PAY-3: a bank that is too slow is asked again under the same id, so nothing is charged twice', async ({
  db,
}) => {
  await using bank = await openTestBank({ callMsMax: 150 });
  const order = await insertOrder(db);
  const deps = paymentDeps(db, bank);
  const ask = { orderId: order.id, provider: 'sandbox' };
  await bank.turn({ delayMs: 1_000 });
  await expect(startPayment(deps, ask)).rejects.toMatchObject({ code: 'busy' });
  expect(await paymentsOf(db, order.id)).toMatchObject([{ state: 'created', provider_ref: null }]);

  await bank.turn({ delayMs: 0 });
  const { id } = await startPayment(deps, ask);
  expect(await paymentsOf(db, order.id)).toMatchObject([{ id, state: 'pending' }]);
});

test('PAY-6: a second try after a decline works at once, also when the webhook never came', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const order = await insertOrder(db);
  const deps = paymentDeps(db, bank);
  const ask = { orderId: order.id, provider: 'sandbox' };
  const first = await startPayment(deps, ask);
  await bank.press(first.redirectUrl, 'decline');
  const second = await startPayment(deps, ask);
  expect(second.id).not.toBe(first.id);
  expect(await paymentsOf(db, order.id)).toMatchObject([{ state: 'declined' }, { state: 'pending' }]);
});

test('PAY-3: asking for a page after paying finds the money instead of asking for it again', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const order = await insertOrder(db);
  const deps = paymentDeps(db, bank);
  const ask = { orderId: order.id, provider: 'sandbox' };
  const first = await startPayment(deps, ask);
  await bank.press(first.redirectUrl, 'succeed');
  await expect(startPayment(deps, ask)).rejects.toMatchObject({ code: 'order_not_payable' });
  expect(await paymentsOf(db, order.id)).toMatchObject([{ id: first.id, state: 'succeeded' }]);
  expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'confirm' }]);
});

test('PAY-3: no payment is begun while money for the order is here, though the order waits to hear of it', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const order = await insertOrder(db);
  const values = { order_id: order.id, provider: 'sandbox', amount: order.total_amount, currency: 'KRW' };
  const payments = db.insertInto('payment').values({ id: 'pay_here', ...values, state: 'succeeded' });
  await payments.execute();
  const again = startPayment(paymentDeps(db, bank), { orderId: order.id, provider: 'sandbox' });
  await expect(again).rejects.toMatchObject({ code: 'order_not_payable' });
  expect(await stateOf(db, order.id)).toBe('held');
});

test('PAY-3: an open page is not shown again once its order is due, or over', async ({ db }) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  for (const [state, code] of [
    ['expiring', 'hold_lapsed'],
    ['cancelled', 'order_not_payable'],
  ] as const) {
    const { id: orderId } = await insertOrder(db);
    await startPayment(deps, { orderId, provider: 'sandbox' });
    await db.updateTable('order').set({ state }).where('id', '=', orderId).execute();
    await expect(startPayment(deps, { orderId, provider: 'sandbox' })).rejects.toMatchObject({ code });
  }
});

test('PAY-9: a free order is paid by asking, without any bank', async ({ db }) => {
  await using bank = await openTestBank();
  await bank.turn({ failNextCalls: 10 });
  const order = await insertOrder(db, { unitAmount: 0 });
  const started = await startPayment(paymentDeps(db, bank), { orderId: order.id, provider: 'sandbox' });
  expect(started.redirectUrl).toBe(`http://shop.test/orders/${order.id}?payment=${started.id}`);
  expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'confirm', payload: { amount: 0 } }]);
});

test('PAY-3: an order that cannot be paid is refused, and nothing is begun', async ({ db }) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  const cases = [
    [{ state: 'held', holdSeconds: -1 }, 'hold_lapsed'],
    [{ state: 'expiring', holdSeconds: -1 }, 'hold_lapsed'],
    [{ state: 'lapsed', holdSeconds: -1 }, 'hold_lapsed'],
    [{ state: 'paid' }, 'order_not_payable'],
    [{ state: 'cancelled' }, 'order_not_payable'],
    [{ state: 'refunded' }, 'order_not_payable'],
  ] as const;
  for (const [given, code] of cases) {
    const { id: orderId, state } = await insertOrder(db, given);
    await expect(startPayment(deps, { orderId, provider: 'sandbox' })).rejects.toMatchObject({ code });
    expect(await openPaymentOf(db, orderId)).toBeNull();
    expect(await stateOf(db, orderId)).toBe(state);
  }
  const { id: orderId } = await insertOrder(db);
  await expect(startPayment(deps, { orderId: 'ord_none', provider: 'sandbox' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(startPayment(deps, { orderId, provider: 'gold' })).rejects.toMatchObject({
    code: 'invalid_request',
  });
  expect(await stateOf(db, orderId)).toBe('held');
});

test('PAY-13: while the provider is down buyers hear so at once, holds stay, and it is the same payment afterwards', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const provider = guardProvider(bank.provider, { failuresMax: 2, openMs: 300 });
  const deps = { ...paymentDeps(db, bank), providers: new Map([['sandbox', provider]]) };
  const order = await insertOrder(db);
  const ask = { orderId: order.id, provider: 'sandbox' };
  await bank.turn({ failNextCalls: 1_000 });
  for (let tries = 0; tries < 5; tries += 1) {
    await expect(startPayment(deps, ask)).rejects.toMatchObject({ code: 'busy' });
  }
  // Two calls reached the bank; the others were not sent.
  const knobs = (await (await bank.call('GET', '/v1/knobs')).json()) as { failNextCalls: number };
  expect(knobs.failNextCalls).toBe(998);
  const held = await db.selectFrom('order').selectAll().where('id', '=', order.id).executeTakeFirstOrThrow();
  expect(held).toMatchObject({ state: 'paying', units: order.units, hold_expires_at: order.hold_expires_at });
  const [begun] = await paymentsOf(db, order.id);
  await bank.turn({ failNextCalls: 0 });
  const started = await vi.waitFor(() => startPayment(deps, ask), { timeout: 5_000 });
  expect(started.id).toBe(begun?.id);
  expect(await paymentsOf(db, order.id)).toHaveLength(1);
});
