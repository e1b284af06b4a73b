/**
 * A success in one statement: the same rows as the general way leaves, whatever was there before, and the same one effect
 * where others touch order and payment in this very moment.
 */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { paymentStates } from '../domain/payment-rank.ts';
import { newId } from '../runtime/chance.ts';
import { commandsOf, insertOrder, stateOf, untilSomebodyWaits } from '../test/paying.ts';
import { test } from '../test/stores.ts';
import { beginPayment, recordOpened } from './begin-payment.ts';
import { type PaymentFact, paymentById, recordPaymentFact } from './payments.ts';
import { recordSuccess } from './record-success.ts';
import type { Database, OrderRow, PaymentRow } from './schema.ts';

const factOf = (paymentId: string, more: Partial<PaymentFact> = {}): PaymentFact => ({
  ...{ paymentId, provider: 'bank', ref: 'ours', state: 'succeeded', amount: 197_000, currency: 'KRW' },
  ...more,
});
const eventOf = (eventId: string) => ({ provider: 'bank', eventId });

async function opened(db: Kysely<Database>, paymentId = newId('pay')) {
  const order = await insertOrder(db);
  await beginPayment(db, { orderId: order.id, paymentId, provider: 'bank' });
  await recordOpened(db, { paymentId, ref: `ref-${paymentId}`, redirectUrl: 'http://bank.test/' });
  return { order, paymentId, fact: factOf(paymentId, { ref: `ref-${paymentId}` }) };
}

test('PAY-1, PAY-2: one statement leaves what the general way leaves, whatever payment and order were before', async ({
  db,
}) => {
  const general = (fact: PaymentFact) => db.transaction().execute((trx) => recordPaymentFact(trx, fact));
  const inOne = async (fact: PaymentFact) => ((await recordSuccess(db, fact)) ? 'applied' : general(fact));

  async function leftBy(
    record: typeof general,
    order: OrderRow['state'],
    state: PaymentRow['state'],
    ref: string | null,
    said: string | null,
  ) {
    const { id: orderId } = await insertOrder(db, { state: order });
    const id = newId('pay');
    await db
      .insertInto('payment')
      .values({ id, order_id: orderId, provider: 'bank', state, amount: 198_000, currency: 'KRW' })
      .execute();
    // Each in a provider of its own: a reference stands for one payment.
    const provider = newId('bank');
    await db.updateTable('payment').set({ provider, provider_ref: ref }).where('id', '=', id).execute();
    const outcome = await record(factOf(id, { provider, ref: said })).catch(() => 'refused');
    const payment = await paymentById(db, id);
    const commands = await commandsOf(db, orderId);
    return {
      outcome,
      order: await stateOf(db, orderId),
      payment: {
        ...payment,
        ...{ id: null, order_id: null, provider: null, created_at: null, changed_at: null },
        captured_at: payment?.captured_at !== null,
      },
      commands: commands.map(({ kind, key, payload }) => [
        kind,
        key.replace(id, ''),
        { ...payload, paymentId: payload.paymentId === id },
      ]),
    };
  }

  for (const order of ['held', 'paying', 'expiring', 'lapsed', 'cancelled', 'paid'] as const) {
    for (const state of paymentStates) {
      for (const [ref, said] of [
        ['ours', 'ours'],
        [null, 'ours'],
        [null, null],
        ['ours', 'theirs'],
      ] as const) {
        const ask = [order, state, ref, said] as const;
        expect([...ask, await leftBy(inOne, ...ask)]).toEqual([...ask, await leftBy(general, ...ask)]);
      }
    }
  }
});

test('PAY-1: money of which some has gone back, or is disputed, or is another provider’s, is not for one statement', async ({
  db,
}) => {
  const { order, fact } = await opened(db);
  const dispute = { ref: 'dsp', state: 'open', amount: 1, reason: null } as const;
  for (const other of [
    { state: 'declined' },
    { refundedAmount: 1 },
    { dispute },
    { provider: 'other' },
    { ref: 'theirs' },
    { paymentId: 'pay_none' },
  ] satisfies Partial<PaymentFact>[]) {
    expect(await recordSuccess(db, { ...fact, ...other }, eventOf('evt'))).toBe(false);
  }
  expect(await commandsOf(db, order.id)).toEqual([]);
  expect(await db.selectFrom('webhook_inbox').selectAll().execute()).toEqual([]);
});

test('PAY-5: an event is heard with its effect, and without one it is not', async ({ db }) => {
  const { order, fact } = await opened(db);
  expect(await recordSuccess(db, fact, eventOf('evt_1'))).toBe(true);
  expect(await recordSuccess(db, fact, eventOf('evt_1'))).toBe(false);
  expect(await recordSuccess(db, fact, eventOf('evt_2'))).toBe(false);
  expect(await db.selectFrom('webhook_inbox').select('event_id').execute()).toEqual([{ event_id: 'evt_1' }]);
  expect(await commandsOf(db, order.id)).toHaveLength(1);
});

test('PAY-2: whoever waited for the order sees what became of its payment meanwhile', async ({ db }) => {
  const meanwhile: [string, Partial<PaymentFact>, boolean][] = [
    ['it was declined', { state: 'declined' }, true],
    ['somebody else said the same', {}, false],
    ['all of it went back', { state: 'refunded' }, false],
  ];
  for (const [, other, isNews] of meanwhile) {
    const { order, fact } = await opened(db);
    let waiting: Promise<boolean> | undefined;
    await db.transaction().execute(async (trx) => {
      await recordPaymentFact(trx, { ...fact, ...other });
      waiting = recordSuccess(db, fact, eventOf(newId('evt')));
      await untilSomebodyWaits(db);
    });
    expect(await waiting).toBe(isNews);
    const confirms = (await commandsOf(db, order.id)).filter(({ kind }) => kind === 'confirm');
    expect(confirms).toHaveLength(other.state === 'refunded' ? 0 : 1);
  }
});

test('PAY-2, PAY-7: money that comes while the order becomes due is handed over, and nothing lapses it', async ({
  db,
}) => {
  const { order, fact } = await opened(db);
  let waiting: Promise<boolean> | undefined;
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('order').set({ state: 'expiring' }).where('id', '=', order.id).execute();
    waiting = recordSuccess(db, fact);
    await untilSomebodyWaits(db);
  });
  expect(await waiting).toBe(true);
  expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'confirm' }]);
});

test('PAY-1: it takes the order before the payment, as everybody does', async ({ db }) => {
  const { order, paymentId, fact } = await opened(db);
  let waiting: Promise<boolean> | undefined;
  await db.transaction().execute(async (trx) => {
    await sql`select from "order" where id = ${order.id} for update`.execute(trx);
    waiting = recordSuccess(db, fact);
    await untilSomebodyWaits(db);
    // Held by the other one, this would never end.
    await sql`select from payment where id = ${paymentId} for update nowait`.execute(trx);
  });
  expect(await waiting).toBe(true);
});
