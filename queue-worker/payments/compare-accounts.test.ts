/** What only the provider knows: found in its own account, and brought home. Time passes by moving rows back. */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { paymentById } from '../../db/payments.ts';
import { refundsOf } from '../../db/refunds.ts';
import type { Database } from '../../db/schema.ts';
import { acceptWebhook } from '../../payment/accept-webhook.ts';
import type { PaymentDeps } from '../../payment/payment-deps.ts';
import { startPayment } from '../../payment/start-payment.ts';
import { openStripe } from '../../payment/stripe.ts';
import { newId } from '../../runtime/chance.ts';
import { openTestBank, type TestBank } from '../../test/bank.ts';
import { openFakeStripe, stripeSecrets } from '../../test/fake-stripe.ts';
import { commandsOf, insertOrder } from '../../test/paying.ts';
import { paymentDeps } from '../../test/payment-deps.ts';
import { test, testLog } from '../../test/stores.ts';
import { compareAccounts } from './compare-accounts.ts';
import { STRAYS_BY_ITSELF_MAX, settleStrays } from './settle-strays.ts';

const now = { everyMs: 0, lagMs: 0 };
const atOnce = { graceMs: 0, againMs: 0 };

/** Begins the account an hour ago, and ends its window a little ahead: bank and test share a clock. */
async function anHourAgo(db: Kysely<Database>, deps: PaymentDeps): Promise<void> {
  await compareAccounts(deps, now);
  await db
    .updateTable('provider_cursor')
    .set({ from_at: sql<Date>`date_trunc('milliseconds', now() - interval '1 hour')`, to_at: null })
    .execute();
}
const compare = (deps: PaymentDeps) => compareAccounts(deps, { everyMs: 0, lagMs: -5_000 });

const askFor = (orderId: string) => ({
  paymentId: newId('pay'),
  orderId,
  saleId: 'sal_1',
  amount: 198_000,
  currency: 'KRW',
  returnUrl: 'http://shop.test/',
  description: 'Night Ferry (2)',
  expiresAt: new Date(Date.now() + 600_000),
});
async function payStray(bank: TestBank, orderId: string) {
  const ask = askFor(orderId);
  const { ref, redirectUrl } = await bank.provider.create(ask);
  await bank.press(redirectUrl, 'succeed');
  return { ref, paymentId: ask.paymentId };
}

test('PAY-19: money whose payment was lost here is found and attached to its order', async ({ db }) => {
  await using bank = await openTestBank({ knobs: { profile: 'lost' } });
  const deps = paymentDeps(db, bank);
  await anHourAgo(db, deps);
  const order = await insertOrder(db);
  const { paymentId } = await payStray(bank, order.id);
  expect(await compare(deps)).toEqual({ known: 0, recorded: 0, stray: 1, foreign: 0 });
  await settleStrays(deps, atOnce);
  expect(await commandsOf(db, order.id)).toMatchObject([
    { kind: 'confirm', payload: { paymentId, amount: 198_000 } },
  ]);
  expect(await paymentById(db, paymentId)).toMatchObject({ state: 'succeeded', order_id: order.id });
  await settleStrays(deps, atOnce);
  expect(await commandsOf(db, order.id)).toHaveLength(1);
});

test('PAY-19: money without any order goes back once, after staff had time to look', async ({ db }) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  await anHourAgo(db, deps);
  const { ref } = await payStray(bank, 'ord_lost');
  await compare(deps);
  await settleStrays(deps);
  expect(await bank.provider.read(ref)).toMatchObject({ state: 'succeeded' });
  await bank.turn({ failNextCalls: 2 });
  await settleStrays(deps, atOnce);
  await settleStrays(deps, atOnce);
  await settleStrays(deps, atOnce);
  expect(await bank.provider.read(ref)).toMatchObject({ state: 'refunded', refundedAmount: 198_000 });
  const [stray] = await db.selectFrom('stray_payment').selectAll().execute();
  expect(stray).toMatchObject({ state: 'refunded', closed_at: expect.any(Date) });
  const flags = await db.selectFrom('order_flag').select(['kind', 'detail']).execute();
  expect(flags).toMatchObject([{ kind: 'stray_money', detail: { ref } }]);
});

test.for(['webhook', 'account'] as const)(
  'PAY-28, PAY-19: a stray whose refund failed after it was closed is told by the %s, once, and goes back anew',
  async (by, { db }) => {
    await using fake = await openFakeStripe();
    const stripe = openStripe({ ...stripeSecrets, apiUrl: fake.apiUrl });
    const providers = new Map([['stripe', stripe]]);
    const deps = { db, providers, publicUrl: 'http://shop.test', log: testLog };
    await anHourAgo(db, deps);
    const { ref, redirectUrl } = await stripe.create(askFor('ord_lost'));
    fake.press(redirectUrl, 'succeed');
    await compare(deps);
    await settleStrays(deps, atOnce);
    const look = async () => {
      const stray = await db.selectFrom('stray_payment').select(['state', 'closed_at']).executeTakeFirst();
      const flags = await db.selectFrom('order_flag').select('kind').orderBy('id').execute();
      return [stray?.state, stray?.closed_at !== null, ...flags.map(({ kind }) => kind)];
    };
    expect(await look()).toEqual(['refunded', true, 'stray_money']);
    const before = fake.webhooks.length;
    fake.decideRefund(ref, 'failed');
    for (const _ of Array(2)) {
      await anHourAgo(db, deps);
      if (by === 'account') await compare(deps);
      else
        for (const webhook of fake.webhooks.slice(before))
          await acceptWebhook(deps, { provider: 'stripe', ...webhook });
    }
    expect(await look()).toEqual(['found', false, 'stray_money', 'refund_failed']);
    await settleStrays(deps, atOnce);
    expect(await stripe.read(ref)).toMatchObject({ state: 'refunded', refundedAmount: 198_000 });
    await anHourAgo(db, deps);
    await compare(deps);
    expect(await look()).toEqual(['refunded', true, 'stray_money', 'refund_failed']);
  },
);

test('PAY-19: where much money has no order, nothing is undone by itself', async ({ db }) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  await anHourAgo(db, deps);
  const strays = [];
  for (let made = 0; made <= STRAYS_BY_ITSELF_MAX; made += 1) strays.push(await payStray(bank, 'ord_lost'));
  expect((await compare(deps)).stray).toBe(STRAYS_BY_ITSELF_MAX + 1);
  await settleStrays(deps, atOnce);
  for (const { ref } of strays) expect(await bank.provider.read(ref)).toMatchObject({ refundedAmount: 0 });
});

test('PAY-19, PAY-17: a refund at the provider of something long settled is found without a webhook', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  await anHourAgo(db, deps);
  const order = await insertOrder(db);
  const { id, redirectUrl } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  await bank.press(redirectUrl, 'succeed');
  const ref = redirectUrl.split('/').at(-1) ?? '';
  await bank.webhooks(1);
  for (const webhook of bank.arrived) await acceptWebhook(deps, { provider: 'sandbox', ...webhook });
  await bank.turn({ profile: 'lost' });
  await bank.call('POST', `/v1/payments/${ref}/refunds`, { amount: 30_000, key: 'by-hand' });
  expect(await compare(deps)).toEqual({ known: 1, recorded: 1, stray: 0, foreign: 0 });
  expect(await paymentById(db, id)).toMatchObject({ state: 'succeeded', refunded_amount: 30_000 });
  expect(await refundsOf(db, id)).toMatchObject([{ origin: 'provider', amount: 30_000, state: 'refunded' }]);
  await anHourAgo(db, deps);
  expect(await compare(deps)).toEqual({ known: 2, recorded: 0, stray: 0, foreign: 0 });
});

test('PAY-19: another shop’s money in the same account is not touched', async ({ db }) => {
  await using fake = await openFakeStripe();
  const apiUrl = fake.apiUrl;
  const theirs = openStripe({ ...stripeSecrets, shop: 'http://other.test', apiUrl });
  const ours = openStripe({ ...stripeSecrets, apiUrl });
  const deps = {
    ...{ db, publicUrl: 'http://shop.test', log: testLog },
    providers: new Map([['stripe', ours]]),
  };
  await anHourAgo(db, deps);
  const { ref, redirectUrl } = await theirs.create(askFor('ord_theirs'));
  fake.press(redirectUrl, 'succeed');
  const mine = await ours.create(askFor('ord_mine'));
  fake.press(mine.redirectUrl, 'succeed');
  const order = await insertOrder(db);
  const paid = await startPayment(deps, { orderId: order.id, provider: 'stripe' });
  fake.press(paid.redirectUrl, 'succeed');
  const heard: string[] = [];
  for (const webhook of fake.webhooks)
    heard.push(await acceptWebhook(deps, { provider: 'stripe', ...webhook }));
  expect(heard).toEqual(['unknown', 'unknown', 'applied']);
  expect(await compare(deps)).toEqual({ known: 1, recorded: 0, stray: 1, foreign: 1 });
  await settleStrays(deps, atOnce);
  expect(await ours.read(ref)).toMatchObject({ refundedAmount: 0 });
  expect(await ours.read(mine.ref)).toMatchObject({ state: 'refunded' });
});

test('PAY-19: whoever dies within a window, the next reader goes on from its place, and two never read at once', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  await anHourAgo(db, deps);
  const refs = [];
  for (let made = 0; made < 120; made += 1) refs.push((await payStray(bank, 'ord_lost')).ref);
  const sandbox = bank.provider;
  let pages = 0;
  const dying = {
    ...sandbox,
    changes: async (ask: Parameters<typeof sandbox.changes>[0]) => {
      if (pages++ === 1) throw new Error('the process died');
      return await sandbox.changes(ask);
    },
  };
  const broken = { ...deps, providers: new Map([['sandbox', dying]]) };
  await expect(compare(broken)).rejects.toThrow('died');
  const counts = await Promise.all([1, 2, 3].map(() => compareAccounts(deps, { everyMs: 60_000, lagMs: 0 })));
  expect(counts.reduce((sum, { stray }) => sum + stray, 0)).toBe(0); // It was read this very moment.
  expect(await compare(deps)).toEqual({ known: 0, recorded: 0, stray: 20, foreign: 0 });
  const found = await db.selectFrom('stray_payment').select('ref').execute();
  expect(found.map(({ ref }) => ref).toSorted()).toEqual(refs.toSorted());
});
