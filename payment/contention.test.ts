/** Payments in the moments in which everything comes at once, and what the usual ones cost PostgreSQL. */
import { Kysely, PostgresDialect } from 'kysely';
import { expect, onTestFinished } from 'vitest';
import { openPool } from '../db/open.ts';
import { openPaymentOf, paymentById, paymentsOf } from '../db/payments.ts';
import type { Database } from '../db/schema.ts';
import { Refused } from '../domain/refusals.ts';
import { bankSecret, openTestBank, type TestBank } from '../test/bank.ts';
import { commandsOf, insertOrder, untilSomebodyWaits } from '../test/paying.ts';
import { paymentDeps } from '../test/payment-deps.ts';
import { test, testLog } from '../test/stores.ts';
import { acceptWebhook } from './accept-webhook.ts';
import { cancelPayment } from './cancel-payment.ts';
import type { PaymentDeps } from './payment-deps.ts';
import type { ProviderPayment } from './provider.ts';
import { SIGNATURE_HEADER, signWebhook } from './sandbox-signature.ts';
import { startPayment } from './start-payment.ts';

const ROUNDS = 8;

async function begin(deps: PaymentDeps, bank: TestBank) {
  const order = await insertOrder(deps.db);
  const { id, redirectUrl } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  const ref = redirectUrl.split('/').at(-1) ?? '';
  const hear = async (eventId = 'evt_1') => {
    const event = {
      id: eventId,
      type: 'payment.changed',
      createdAt: new Date().toISOString(),
      data: { ref },
    };
    const rawBody = JSON.stringify(event);
    const headers = new Headers({ [SIGNATURE_HEADER]: signWebhook(bankSecret, rawBody, Date.now()) });
    return await acceptWebhook(deps, { provider: 'sandbox', rawBody, headers });
  };
  const press = (outcome: 'succeed' | 'decline') => bank.press(redirectUrl, outcome);
  return { orderId: order.id, id, ref, hear, press };
}

/** A provider that says these words, one after the other, whenever it is asked for one. */
const saying = (deps: PaymentDeps, bank: TestBank, words: ProviderPayment[]): PaymentDeps => {
  const read = async () => words.shift() ?? expect.unreachable('asked too often');
  return { ...deps, providers: new Map([['sandbox', { ...bank.provider, read }]]) };
};

test('PAY-5: the same event twenty times at once has one effect', async ({ db }) => {
  await using bank = await openTestBank();
  const { id, orderId, hear, press } = await begin(paymentDeps(db, bank), bank);
  await press('succeed');
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => hear()));
  expect(outcomes.toSorted()).toEqual(['applied', ...Array.from({ length: 19 }, () => 'repeated')]);
  expect(await commandsOf(db, orderId)).toMatchObject([{ kind: 'confirm', key: `confirm:${id}` }]);
  expect(await db.selectFrom('webhook_inbox').selectAll().execute()).toHaveLength(1);
});

test('PAY-5: twenty events of one payment at once have one effect, and each is heard', async ({ db }) => {
  await using bank = await openTestBank();
  const { orderId, hear, press } = await begin(paymentDeps(db, bank), bank);
  await press('succeed');
  const outcomes = await Promise.all(Array.from({ length: 20 }, (_, count) => hear(`evt_${count}`)));
  expect(outcomes.toSorted()).toEqual(['applied', ...Array.from({ length: 19 }, () => 'known')]);
  expect(await commandsOf(db, orderId)).toHaveLength(1);
  expect(await db.selectFrom('webhook_inbox').selectAll().execute()).toHaveLength(20);
});

test('PAY-7: money and the end of the hold in the same moment: the order is confirmed and not lapsed', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  for (let round = 0; round < ROUNDS; round += 1) {
    const { orderId, hear, press } = await begin(deps, bank);
    await press('succeed');
    const due = db.updateTable('order').set({ state: 'expiring' }).where('id', '=', orderId).execute();
    await Promise.all([hear(`evt_${round}`), due, cancelPayment(deps, orderId), hear(`evt_${round}`)]);
    await cancelPayment(deps, orderId);
    expect(await commandsOf(db, orderId)).toMatchObject([{ kind: 'confirm' }]);
  }
});

test('PAY-2: a decline and the money in the same moment: the money counts, once, whichever is first', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  for (let round = 0; round < ROUNDS; round += 1) {
    const words: ProviderPayment[] = [];
    const { id, orderId, ref, hear } = await begin(saying(deps, bank, words), bank);
    const said = { ...(await bank.provider.read(ref)) };
    const declined = { ...said, state: 'declined' } as const;
    const succeeded = { ...said, state: 'succeeded' } as const;
    words.push(...(round % 2 === 0 ? [declined, succeeded, declined] : [succeeded, declined, succeeded]));
    await Promise.all([1, 2, 3].map((count) => hear(`evt_${round}_${count}`)));
    expect(await paymentById(db, id)).toMatchObject({ state: 'succeeded' });
    expect(await commandsOf(db, orderId)).toMatchObject([{ kind: 'confirm' }]);
  }
});

test('PAY-5: copies of one event that find different words never wait for one another', async ({ db }) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  const words: ProviderPayment[] = [];
  const { orderId, ref, hear } = await begin(saying(deps, bank, words), bank);
  const said = await bank.provider.read(ref);
  words.push({ ...said, state: 'succeeded' }, { ...said, state: 'declined' });
  const copies: Promise<string>[] = [];
  await db.transaction().execute(async (trx) => {
    await trx.selectFrom('order').select('id').where('id', '=', orderId).forUpdate().execute();
    // Both stand before the order, the one in one statement first.
    for (const waitingMin of [1, 2]) {
      copies.push(hear());
      await untilSomebodyWaits(db, waitingMin);
    }
  });
  expect(await Promise.all(copies)).toEqual(['applied', 'repeated']);
  expect(await commandsOf(db, orderId)).toMatchObject([{ kind: 'confirm' }]);
});

test('PAY-3: money for a declined payment while another one begins: both are known, neither twice', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  for (let round = 0; round < ROUNDS; round += 1) {
    const words: ProviderPayment[] = [];
    const { id, orderId, ref, hear } = await begin(saying(deps, bank, words), bank);
    const said = { ...(await bank.provider.read(ref)) };
    words.push({ ...said, state: 'declined' }, { ...said, state: 'succeeded' });
    await hear(`evt_${round}_declined`);
    const ask = { orderId, provider: 'sandbox' };
    const again = startPayment(deps, ask).catch((fault: unknown) => {
      if (fault instanceof Refused && fault.code === 'order_not_payable') return null;
      throw fault;
    });
    const [, second] = await Promise.all([hear(`evt_${round}_succeeded`), again]);
    expect(await commandsOf(db, orderId)).toMatchObject([{ kind: 'confirm', key: `confirm:${id}` }]);
    expect(await paymentsOf(db, orderId)).toHaveLength(second ? 2 : 1);
    expect((await openPaymentOf(db, orderId))?.id ?? null).toBe(second?.id ?? null);
  }
});

test('PAY-22: a payment as nearly all go costs three statements and no transaction around them, a look at it one', async ({
  databaseUrl,
}) => {
  const heard: string[] = [];
  const counted = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: openPool(databaseUrl, testLog) }),
    log: ({ query }) => {
      heard.push(query.sql);
    },
  });
  onTestFinished(() => counted.destroy());
  const costOf = async (act: () => Promise<unknown>) => {
    heard.length = 0;
    await act();
    return heard.length;
  };
  await using bank = await openTestBank();
  const deps = paymentDeps(counted, bank);
  const { id: orderId } = await insertOrder(counted);
  const ask = { orderId, provider: 'sandbox' };
  expect(await costOf(() => startPayment(deps, ask))).toBe(2);
  expect(await costOf(() => startPayment(deps, ask))).toBe(1);

  const { redirectUrl } = await startPayment(deps, ask);
  let cost = 0;
  bank.answerWebhooks(async (webhook) => {
    cost = await costOf(() => acceptWebhook(deps, { provider: 'sandbox', ...webhook }));
    return 204;
  });
  await bank.press(redirectUrl, 'succeed');
  await bank.webhooks(1);
  expect(cost).toBe(1);
  const [copy] = bank.arrived;
  if (!copy) throw new Error('a webhook arrived');
  expect(await costOf(() => acceptWebhook(deps, { provider: 'sandbox', ...copy }))).toBe(2);
  expect(await commandsOf(counted, orderId)).toMatchObject([{ kind: 'confirm' }]);

  const { id: free } = await insertOrder(counted, { unitAmount: 0 });
  expect(await costOf(() => startPayment(deps, { orderId: free, provider: 'sandbox' }))).toBe(2);
});
