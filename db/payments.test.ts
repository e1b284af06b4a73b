/**
 * Facts about payments in every order that a bad day can bring them; the writer's part is the staged command.
 */
import { fc } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type PaymentState, paymentStates } from '../domain/payment-rank.ts';
import { newId } from '../runtime/chance.ts';
import { commandsOf, insertOrder, stateOf } from '../test/paying.ts';
import { test } from '../test/stores.ts';
import { beginPayment, recordOpened } from './begin-payment.ts';
import { openPaymentOf, type PaymentFact, paymentById, recordPaymentFact } from './payments.ts';
import type { Database, OrderRow } from './schema.ts';

type Db = import('kysely').Kysely<Database>;

const begin = async (db: Db, order: OrderRow) =>
  (await beginPayment(db, { orderId: order.id, paymentId: newId('pay'), provider: 'bank' })).payment;

const fact = (
  paymentId: string,
  state: PaymentFact['state'],
  more: Partial<PaymentFact> = {},
): PaymentFact => ({
  paymentId,
  provider: 'bank',
  ref: `ref-${paymentId}`,
  state,
  amount: 198_000,
  currency: 'KRW',
  ...more,
});
const record = (db: Db, it: PaymentFact) => db.transaction().execute((trx) => recordPaymentFact(trx, it));

describe('facts', () => {
  test('PAY-1: a fact of a lower or equal rank changes nothing', async ({ db }) => {
    const rank: Record<PaymentState, number> = {
      created: 0,
      pending: 1,
      declined: 2,
      cancelled: 2,
      succeeded: 3,
      refund_pending: 4,
      refunded: 5,
    };
    const said = paymentStates.filter((state) => state !== 'created');
    const history = fc.array(fc.constantFrom(...said), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(history, async (states) => {
        const payment = await begin(db, await insertOrder(db));
        let known: PaymentState = 'created';
        for (const state of states) {
          const outcome = await record(db, fact(payment.id, state));
          expect(outcome).toBe(rank[state] > rank[known] ? 'applied' : 'known');
          if (rank[state] > rank[known]) known = state;
          expect((await paymentById(db, payment.id))?.state).toBe(known);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('PAY-2: money that came is handed to the writer once, with what the provider reports', async ({
    db,
  }) => {
    const order = await insertOrder(db);
    const payment = await begin(db, order);
    const said = fact(payment.id, 'succeeded', { amount: 197_000, currency: 'KRW' });
    await Promise.all(Array.from({ length: 5 }, () => record(db, said)));
    expect(await commandsOf(db, order.id)).toEqual([
      {
        kind: 'confirm',
        key: `confirm:${payment.id}`,
        payload: { paymentId: payment.id, amount: 197_000, currency: 'KRW' },
      },
    ]);
    expect(await paymentById(db, payment.id)).toMatchObject({ state: 'succeeded', amount: 197_000 });
  });

  test('PAY-1: of facts that arrive at the same moment the highest stands', async ({ db }) => {
    const payments = [];
    for (let count = 0; count < 8; count += 1) payments.push(await begin(db, await insertOrder(db)));
    for (const { id } of payments) {
      const states = ['pending', 'declined', 'succeeded', 'cancelled', 'declined'] as const;
      await Promise.all(states.map((state) => record(db, fact(id, state))));
      expect((await paymentById(db, id))?.state).toBe('succeeded');
    }
  });

  for (const over of ['declined', 'cancelled'] as const) {
    test(`PAY-2: money is not dropped because it was called ${over} before`, async ({ db }) => {
      const order = await insertOrder(db);
      const payment = await begin(db, order);
      await record(db, fact(payment.id, over));
      await record(db, fact(payment.id, 'succeeded'));
      expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'confirm' }]);
    });
  }

  test('PAY-2: money for an order that has lapsed is handed to the writer too', async ({ db }) => {
    const order = await insertOrder(db);
    const payment = await begin(db, order);
    await db.updateTable('order').set({ state: 'lapsed' }).where('id', '=', order.id).execute();
    await record(db, fact(payment.id, 'succeeded'));
    expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'confirm' }]);
    expect(await stateOf(db, order.id)).toBe('lapsed');
  });

  test('PAY-6: a declined payment lets the buyer try again while the hold lasts', async ({ db }) => {
    const order = await insertOrder(db);
    const first = await begin(db, order);
    expect(await stateOf(db, order.id)).toBe('paying');
    await record(db, fact(first.id, 'declined'));
    expect(await stateOf(db, order.id)).toBe('held');
    const second = await begin(db, order);
    expect(second.id).not.toBe(first.id);
    // A copy of the first one's decline must not touch the second attempt.
    await record(db, fact(first.id, 'declined'));
    expect(await stateOf(db, order.id)).toBe('paying');
    expect((await openPaymentOf(db, order.id))?.id).toBe(second.id);
  });

  test('PAY-6: after the hold a decline frees nothing; the sweep does', async ({ db }) => {
    const order = await insertOrder(db);
    const payment = await begin(db, order);
    await db
      .updateTable('order')
      .set({ hold_expires_at: new Date(0) })
      .where('id', '=', order.id)
      .execute();
    await record(db, fact(payment.id, 'declined'));
    expect(await stateOf(db, order.id)).toBe('paying');
    expect(await commandsOf(db, order.id)).toEqual([]);
  });

  test('PAY-7: an order that waits for the cancel lapses by a command of its own', async ({ db }) => {
    const order = await insertOrder(db);
    const payment = await begin(db, order);
    await db.updateTable('order').set({ state: 'expiring' }).where('id', '=', order.id).execute();
    await record(db, fact(payment.id, 'cancelled'));
    expect(await stateOf(db, order.id)).toBe('expiring');
    expect(await commandsOf(db, order.id)).toEqual([
      { kind: 'lapse', key: `lapse:${order.id}`, payload: { paymentId: payment.id } },
    ]);
  });

  test('PAY-8: an order is refunded when none of its money is left, and the buyer is told', async ({
    db,
  }) => {
    const order = await insertOrder(db);
    const first = await begin(db, order);
    await record(db, fact(first.id, 'declined'));
    const second = await begin(db, order);
    await record(db, fact(first.id, 'succeeded'));
    await record(db, fact(second.id, 'succeeded'));
    await db.updateTable('order').set({ state: 'refund_pending' }).where('id', '=', order.id).execute();

    await record(db, fact(second.id, 'refunded'));
    expect(await stateOf(db, order.id)).toBe('refund_pending');
    await record(db, fact(first.id, 'refunded'));
    await record(db, fact(first.id, 'refunded'));
    expect(await stateOf(db, order.id)).toBe('refunded');
    const mails = await db.selectFrom('outbox').select('key').where('topic', '=', 'mail').execute();
    expect(mails.map(({ key }) => key)).toEqual([
      `mail:payment_failed:${first.id}`,
      `mail:refunded:${second.id}`,
      `mail:refunded:${first.id}`,
    ]);
  });

  test('PAY-1: a fact about nothing of ours, or by another provider, changes nothing', async ({ db }) => {
    const payment = await begin(db, await insertOrder(db));
    expect(await record(db, fact('pay_none', 'succeeded'))).toBe('unknown');
    expect(await record(db, fact(payment.id, 'succeeded', { provider: 'other' }))).toBe('unknown');
    await recordOpened(db, { paymentId: payment.id, ref: 'mine', redirectUrl: 'http://bank.test/' });
    await expect(record(db, fact(payment.id, 'succeeded', { ref: 'theirs' }))).rejects.toThrow('mine');
    expect(await db.selectFrom('command').selectAll().execute()).toEqual([]);
  });

  test('PAY-1: facts and new attempts at the same time end without a deadlock', async ({ db }) => {
    const order = await insertOrder(db);
    for (let round = 0; round < 10; round += 1) {
      const open = (await openPaymentOf(db, order.id)) ?? (await begin(db, order));
      const settled = await Promise.allSettled([
        record(db, fact(open.id, 'declined')),
        begin(db, order),
        record(db, fact(open.id, 'cancelled')),
        begin(db, order),
      ]);
      expect(settled.filter(({ status }) => status === 'rejected')).toEqual([]);
    }
  });
});

test('PAY-15: money given back at the provider itself takes the order back; that of a second payment does not', async ({
  db,
}) => {
  const order = await insertOrder(db, { state: 'issued' });
  const pay = async (id: string) => {
    await db
      .insertInto('payment')
      .values({
        id,
        order_id: order.id,
        provider: 'sandbox',
        state: 'succeeded',
        amount: 100,
        currency: 'KRW',
      })
      .execute();
    const fact = { paymentId: id, provider: 'sandbox', ref: null, amount: 100, currency: 'KRW' } as const;
    return () => db.transaction().execute((trx) => recordPaymentFact(trx, { ...fact, state: 'refunded' }));
  };
  const [refundFirst, refundSecond] = [await pay('pay_first'), await pay('pay_second')];
  await db.updateTable('order').set({ payment_id: 'pay_first' }).where('id', '=', order.id).execute();
  await refundSecond();
  expect(await commandsOf(db, order.id)).toEqual([]);
  await refundFirst();
  await refundFirst();
  expect(await commandsOf(db, order.id)).toMatchObject([
    { kind: 'refund', payload: { reason: 'refunded_at_provider', by: 'sandbox' } },
  ]);
});
