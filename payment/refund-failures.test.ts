/** Refunds at Stripe that take days, and refunds that come back weeks after they counted as done. */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { flagsOf } from '../db/order-flags.ts';
import { paymentById } from '../db/payments.ts';
import { refundsOf, stageRefund } from '../db/refunds.ts';
import type { Database } from '../db/schema.ts';
import { compareAccounts } from '../queue-worker/payments/compare-accounts.ts';
import { reconcile } from '../queue-worker/payments/start.ts';
import { openFakeStripe, stripeSecrets } from '../test/fake-stripe.ts';
import { insertOrder, stateOf } from '../test/paying.ts';
import { test, testLog } from '../test/stores.ts';
import { acceptWebhook } from './accept-webhook.ts';
import { refundPart, refundPayment } from './refund-payment.ts';
import { startPayment } from './start-payment.ts';
import { openStripe } from './stripe.ts';

const whole = 198_000;

/** A paid order whose tickets are out; `refunded` takes it back first, as the writer does. */
async function openPaid(db: Kysely<Database>) {
  const fake = await openFakeStripe();
  const provider = openStripe({ ...stripeSecrets, apiUrl: fake.apiUrl });
  const deps = {
    db,
    providers: new Map([['stripe', provider]]),
    publicUrl: 'http://shop.test',
    log: testLog,
  };
  const order = await insertOrder(db);
  const { id, redirectUrl } = await startPayment(deps, { orderId: order.id, provider: 'stripe' });
  fake.press(redirectUrl, 'succeed');
  const ref = redirectUrl.split('/').at(-1) ?? '';
  let heard = 0;
  /** Every webhook since the last look. */
  const hear = async () => {
    const arrived = fake.webhooks.slice(heard);
    heard = fake.webhooks.length;
    for (const webhook of arrived) await acceptWebhook(deps, { provider: 'stripe', ...webhook });
    return arrived;
  };
  await hear();
  const setOrder = (state: 'issued' | 'refund_pending') =>
    db.updateTable('order').set({ state, payment_id: id }).where('id', '=', order.id).execute();
  await setOrder('issued');
  const stagePart = async (amount: number) => {
    const ask = { orderId: order.id, paymentId: id, amount, key: `part:${amount}`, reason: null };
    await db.transaction().execute((trx) => stageRefund(trx, ask));
    return (await refundsOf(db, id))[0]?.id ?? '';
  };
  const refundAll = async () => {
    await setOrder('refund_pending');
    await refundPayment(deps, id, 'event off');
  };
  /** The reconciler, a minute later. */
  const later = async () => {
    await db.updateTable('refund').set({ changed_at: sql<Date>`now() - interval '2 minutes'` }).execute();
    await reconcile(deps);
  };
  const look = async () => {
    const payment = await paymentById(db, id);
    return {
      payment: payment?.state,
      back: payment?.refunded_amount,
      asked: payment?.refund_asked,
      refunds: (await refundsOf(db, id)).map(({ state }) => state),
      order: await stateOf(db, order.id),
      flags: (await flagsOf(db, order.id)).map(({ kind }) => kind),
    };
  };
  return { fake, provider, deps, id, ref, hear, stagePart, refundAll, later, look, db };
}
const lettersOf = async (db: Kysely<Database>) =>
  (await db.selectFrom('outbox').select('payload').where('topic', '=', 'mail').execute()).filter(
    ({ payload }) => payload.kind !== 'staff_flag',
  ).length;

test('PAY-28, PAY-16: a part that is on its way counts when it has arrived, and is not made again meanwhile', async ({
  db,
}) => {
  const { fake, deps, ref, hear, stagePart, later, look } = await openPaid(db);
  await using _ = fake;
  fake.refundsBecome('pending');
  await refundPart(deps, await stagePart(50_000));
  await hear();
  fake.forgetKeys();
  await later();
  const waiting = {
    payment: 'succeeded',
    back: 0,
    asked: 50_000,
    refunds: ['pending'],
    order: 'issued',
    flags: [],
  };
  expect(await look()).toEqual(waiting);
  expect(await lettersOf(db)).toBe(0);
  fake.decideRefund(ref, 'succeeded');
  await later();
  expect(await look()).toEqual({ ...waiting, back: 50_000, refunds: ['refunded'] });
  expect(await lettersOf(db)).toBe(1);
});

test('PAY-28, PAY-8: a whole refund that is on its way leaves the order waiting, and ends it when it has arrived', async ({
  db,
}) => {
  const { fake, ref, hear, refundAll, later, look } = await openPaid(db);
  await using _ = fake;
  fake.refundsBecome('pending');
  await refundAll();
  await later();
  expect(await look()).toMatchObject({ payment: 'refund_pending', back: 0, order: 'refund_pending' });
  fake.decideRefund(ref, 'succeeded');
  await hear();
  await later();
  const done = { payment: 'refunded', back: whole, refunds: ['refunded'], order: 'refunded', flags: [] };
  expect(await look()).toMatchObject(done);
});

test('PAY-28: a refund that fails after it was done opens payment and order again, once, and is tried anew', async ({
  db,
}) => {
  const { fake, deps, ref, hear, refundAll, later, look } = await openPaid(db);
  await using _ = fake;
  await refundAll();
  expect(await look()).toMatchObject({ payment: 'refunded', order: 'refunded', flags: [] });
  fake.decideRefund(ref, 'failed');
  const [told] = (await hear()).slice(-1);
  const open = {
    payment: 'refund_pending',
    back: 0,
    asked: whole,
    refunds: ['pending'],
    order: 'refund_pending',
  };
  expect(await look()).toEqual({ ...open, flags: ['refund_failed'] });
  if (told) expect(await acceptWebhook(deps, { provider: 'stripe', ...told })).not.toBe('applied');
  await later();
  const done = { payment: 'refunded', back: whole, refunds: ['refunded'], order: 'refunded' };
  expect(await look()).toMatchObject({ ...done, flags: ['refund_failed'] });
  await hear();
  expect(await look()).toMatchObject({ ...done, flags: ['refund_failed'] });
  fake.decideRefund(ref, 'failed');
  await hear();
  expect(await look()).toEqual({ ...open, flags: ['refund_failed', 'refund_failed'] });
});

test('PAY-28: a refund that never arrives is tried three times, and staff are told of each', async ({
  db,
}) => {
  const { fake, provider, ref, hear, stagePart, later, look } = await openPaid(db);
  await using _ = fake;
  fake.refundsBecome('failed');
  await stagePart(50_000);
  for (let round = 0; round < 6; round += 1) await later();
  await hear();
  const { flags, ...rest } = await look();
  expect(rest).toMatchObject({ payment: 'succeeded', back: 0, asked: 50_000, refunds: ['pending'] });
  expect(flags.filter((kind) => kind === 'refund_failed')).toHaveLength(3);
  expect((await provider.read(ref)).refundsNotDone).toHaveLength(3);
});

test('PAY-28, PAY-17: what others gave back at Stripe and what failed goes back by a refund of ours', async ({
  db,
}) => {
  const { fake, ref, hear, later, look } = await openPaid(db);
  await using _ = fake;
  fake.refundByHand(ref, whole);
  await hear();
  expect(await look()).toMatchObject({ payment: 'refunded', back: whole, refunds: ['refunded'] });
  fake.decideRefund(ref, 'failed');
  await hear();
  expect(await look()).toMatchObject({ payment: 'refund_pending', back: 0, refunds: ['refused', 'pending'] });
  await later();
  expect(await look()).toMatchObject({ payment: 'refunded', back: whole, refunds: ['refused', 'refunded'] });
});

test('PAY-28, PAY-19: a refund that failed is found in the account where no webhook told of it', async ({
  db,
}) => {
  const { fake, deps, ref, refundAll, look } = await openPaid(db);
  await using _ = fake;
  await compareAccounts(deps, { everyMs: 0, lagMs: 0 });
  await refundAll();
  fake.decideRefund(ref, 'failed');
  await db
    .updateTable('provider_cursor')
    .set({ from_at: sql<Date>`date_trunc('milliseconds', now() - interval '1 hour')`, to_at: null })
    .execute();
  expect(await compareAccounts(deps, { everyMs: 0, lagMs: -5_000 })).toMatchObject({ recorded: 1 });
  expect(await look()).toMatchObject({ payment: 'refund_pending', flags: ['refund_failed'] });
});
