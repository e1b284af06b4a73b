/** Each effect, delivered once, twice, at the same time, and through failures on the way. */
import { expect } from 'vitest';
import { paymentById, recordPaymentFact } from '../../db/payments.ts';
import { ticketsOf } from '../../db/tickets.ts';
import { startPayment } from '../../payment/start-payment.ts';
import { openTestBank, type TestBank } from '../../test/bank.ts';
import { isDone, outboxDeps, stage } from '../../test/outbox-deps.ts';
import { commandsOf, insertOrder, stateOf } from '../../test/paying.ts';
import { test } from '../../test/stores.ts';
import { deliver } from './deliver.ts';
import type { OutboxDeps } from './outbox-deps.ts';

const pay = async (deps: OutboxDeps, bank: TestBank, orderId: string) => {
  const started = await startPayment(deps, { orderId, provider: 'sandbox' });
  await bank.press(started.redirectUrl, 'succeed');
  return started.id;
};
const refOf = async (deps: OutboxDeps, paymentId: string) =>
  (await paymentById(deps.db, paymentId))?.provider_ref ?? '';

test('OUT-3: the ticket job runs five times at once and issues each ticket once', async ({ db, keys }) => {
  await using bank = await openTestBank();
  const deps = outboxDeps(db, bank, keys);
  const order = await insertOrder(db, { state: 'paid', units: 3, keys });
  const id = await stage(db, 'tickets_issue', { orderId: order.id });
  await Promise.all(Array.from({ length: 5 }, () => deliver(deps, [id])));
  await deliver(deps, [id]);
  expect(await ticketsOf(db, order.id)).toHaveLength(3);
  expect(await stateOf(db, order.id)).toBe('issued');
  expect(await isDone(db, id)).toBe(true);
});

test('PAY-8, OUT-3: a refund that fails once is made once, however often the job runs', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const deps = outboxDeps(db, bank, keys);
  const order = await insertOrder(db, { keys });
  const paymentId = await pay(deps, bank, order.id);
  const ref = await refOf(deps, paymentId);
  const said = await bank.provider.read(ref);
  await db.transaction().execute((trx) => recordPaymentFact(trx, { ...said, provider: 'sandbox' }));
  await db.updateTable('order').set({ state: 'refund_pending' }).where('id', '=', order.id).execute();

  const id = await stage(db, 'payment_refund', { paymentId, reason: 'already_paid' });
  await bank.turn({ failNextCalls: 1 });
  await expect(deliver(deps, [id])).rejects.toThrow('503');
  expect(await isDone(db, id)).toBe(false);
  expect(await paymentById(db, paymentId)).toMatchObject({
    state: 'refund_pending',
    refund_reason: 'already_paid',
  });

  await Promise.all([deliver(deps, [id]), deliver(deps, [id])]);
  await deliver(deps, [id]);
  expect((await bank.provider.read(ref)).refundedAmount).toBe(order.total_amount);
  expect(await paymentById(db, paymentId)).toMatchObject({ state: 'refunded' });
  expect(await stateOf(db, order.id)).toBe('refunded');
  expect(await isDone(db, id)).toBe(true);
  const book = await bank.call('GET', `/v1/payments/${ref}`);
  expect(await book.json()).toMatchObject({ state: 'refunded', refundedAmount: order.total_amount });
});

test('PAY-8: a refund whose answer was lost is found and not made again', async ({ db, keys }) => {
  await using bank = await openTestBank({ callMsMax: 200 });
  const deps = outboxDeps(db, bank, keys);
  const order = await insertOrder(db, { keys });
  const paymentId = await pay(deps, bank, order.id);
  const ref = await refOf(deps, paymentId);
  const said = await bank.provider.read(ref);
  await db.transaction().execute((trx) => recordPaymentFact(trx, { ...said, provider: 'sandbox' }));
  const id = await stage(db, 'payment_refund', { paymentId, reason: null });
  await bank.turn({ delayMs: 1_000 });
  await expect(deliver(deps, [id])).rejects.toThrow('no usable answer');
  await bank.turn({ delayMs: 0 });
  await deliver(deps, [id]);
  expect((await bank.provider.read(ref)).refundedAmount).toBe(order.total_amount);
});

test('PAY-8: what was never captured is not given back', async ({ db, keys }) => {
  await using bank = await openTestBank();
  const deps = outboxDeps(db, bank, keys);
  const order = await insertOrder(db, { keys });
  const { id: paymentId } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  const id = await stage(db, 'payment_refund', { paymentId, reason: null });
  await expect(deliver(deps, [id])).rejects.toThrow('nothing to give back');
  await expect(
    deliver(deps, [await stage(db, 'payment_refund', { paymentId: 'pay_none', reason: null })]),
  ).rejects.toThrow('nothing to give back');
});

test('PAY-9: a free order goes back without any bank, and without a mail about nothing', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const deps = outboxDeps(db, bank, keys);
  const order = await insertOrder(db, { keys, unitAmount: 0 });
  const { id: paymentId } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  await db.updateTable('order').set({ state: 'refund_pending' }).where('id', '=', order.id).execute();
  await bank.turn({ failNextCalls: 5 });
  await deliver(deps, [await stage(db, 'payment_refund', { paymentId, reason: null })]);
  expect(await stateOf(db, order.id)).toBe('refunded');
  expect(await db.selectFrom('outbox').select('id').where('topic', '=', 'mail').execute()).toEqual([]);
});

test('PAY-7: a due order is cancelled at the provider first, and its lapse is staged once', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const deps = outboxDeps(db, bank, keys);
  const order = await insertOrder(db, { keys });
  const { id: paymentId } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  await db.updateTable('order').set({ state: 'expiring' }).where('id', '=', order.id).execute();
  const id = await stage(db, 'payment_cancel', { orderId: order.id });
  await bank.turn({ failNextCalls: 1 });
  await expect(deliver(deps, [id])).rejects.toThrow('503');
  expect(await commandsOf(db, order.id)).toEqual([]);

  await Promise.all([deliver(deps, [id]), deliver(deps, [id])]);
  expect(await paymentById(db, paymentId)).toMatchObject({ state: 'cancelled' });
  expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'lapse', key: `lapse:${order.id}` }]);
});

test('PAY-7: a due order that was paid in the last moment is confirmed and not lapsed', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const deps = outboxDeps(db, bank, keys);
  const order = await insertOrder(db, { keys });
  await pay(deps, bank, order.id);
  await db.updateTable('order').set({ state: 'expiring' }).where('id', '=', order.id).execute();
  await deliver(deps, [await stage(db, 'payment_cancel', { orderId: order.id })]);
  expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'confirm' }]);
});

test('PAY-7: a page whose address was lost is closed too', async ({ db, keys }) => {
  await using bank = await openTestBank({ callMsMax: 200 });
  const deps = outboxDeps(db, bank, keys);
  const order = await insertOrder(db, { keys });
  await bank.turn({ delayMs: 1_000 });
  await expect(startPayment(deps, { orderId: order.id, provider: 'sandbox' })).rejects.toThrow('busy');
  await bank.turn({ delayMs: 0 });
  await db.updateTable('order').set({ state: 'expiring' }).where('id', '=', order.id).execute();
  await deliver(deps, [await stage(db, 'payment_cancel', { orderId: order.id })]);
  const payment = await db.selectFrom('payment').selectAll().executeTakeFirstOrThrow();
  expect(payment.state).toBe('cancelled');
  expect(await bank.provider.read(payment.provider_ref ?? '')).toMatchObject({ state: 'cancelled' });
});

test('PAY-7: a due order with nothing open lapses without asking anybody', async ({ db, keys }) => {
  await using bank = await openTestBank();
  const deps = outboxDeps(db, bank, keys);
  const order = await insertOrder(db, { keys, state: 'expiring' });
  await bank.turn({ failNextCalls: 5 });
  await deliver(deps, [await stage(db, 'payment_cancel', { orderId: order.id })]);
  expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'lapse', payload: { paymentId: null } }]);
  const held = await insertOrder(db, { keys });
  await deliver(deps, [await stage(db, 'payment_cancel', { orderId: held.id })]);
  expect(await commandsOf(db, held.id)).toEqual([]);
});

test('OUT-3: a row that asks for nonsense is not done, and says why', async ({ db, keys }) => {
  await using bank = await openTestBank();
  const deps = outboxDeps(db, bank, keys);
  const id = await stage(db, 'tickets_issue', { order: 'no such field' });
  await expect(deliver(deps, [id])).rejects.toThrow('orderId');
  const other = await stage(db, 'mail', { kind: 'order_paid', orderId: 'ord_none' });
  await expect(deliver(deps, [other])).rejects.toThrow('ord_none');
  await deliver(deps, [999_999]);
});

test('OUT-3: a row that cannot be done holds up none of its bundle', async ({ db, keys }) => {
  await using bank = await openTestBank();
  const deps = outboxDeps(db, bank, keys);
  const [first, second] = [
    await insertOrder(db, { state: 'paid', keys }),
    await insertOrder(db, { state: 'paid', keys }),
  ];
  const ids = [
    await stage(db, 'tickets_issue', { orderId: first.id }),
    await stage(db, 'tickets_issue', { order: 'of another shape' }),
    await stage(db, 'tickets_issue', { orderId: second.id }),
  ];
  await expect(deliver(deps, ids)).rejects.toThrow('orderId');
  expect(await Promise.all(ids.map((id) => isDone(db, id)))).toEqual([true, false, true]);
  expect(
    [await ticketsOf(db, first.id), await ticketsOf(db, second.id)].map((tickets) => tickets.length),
  ).toEqual([2, 2]);
});
