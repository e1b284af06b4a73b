/** Payments that their provider will never take (PAY-30): so small an amount that it takes none. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { beginPayment } from '../db/begin-payment.ts';
import { paymentsOf } from '../db/payments.ts';
import { openTestBank, type TestBank } from '../test/bank.ts';
import { openFakeStripe, stripeSecrets } from '../test/fake-stripe.ts';
import { commandsOf, insertOrder, stateOf } from '../test/paying.ts';
import { paymentDeps } from '../test/payment-deps.ts';
import { test } from '../test/stores.ts';
import { cancelPayment } from './cancel-payment.ts';
import { startPayment } from './start-payment.ts';
import { openStripe } from './stripe.ts';

async function openBoth(db: Parameters<typeof paymentDeps>[0], bank: TestBank) {
  const fake = await openFakeStripe();
  const stripe = openStripe({ ...stripeSecrets, apiUrl: fake.apiUrl });
  const deps = paymentDeps(db, bank);
  return { fake, deps: { ...deps, providers: new Map([...deps.providers, ['stripe', stripe]]) } };
}

test('PAY-30: it is told as what it is, the order can be paid another way, and nobody is asked again', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const { fake, deps } = await openBoth(db, bank);
  await using _ = fake;
  const order = await insertOrder(db, { units: 1, unitAmount: 10 });
  const ask = { orderId: order.id, provider: 'stripe' };
  await expect(startPayment(deps, ask)).rejects.toMatchObject({ code: 'payment_not_taken' });
  expect(await paymentsOf(db, order.id)).toMatchObject([{ state: 'cancelled', provider_ref: null }]);
  expect(await stateOf(db, order.id)).toBe('held');
  expect(await db.selectFrom('outbox').select('key').where('topic', '=', 'mail').execute()).toEqual([]);
  const another = await startPayment(deps, { ...ask, provider: 'sandbox' });
  expect(await paymentsOf(db, order.id)).toMatchObject([{}, { id: another.id, state: 'pending' }]);
  expect(await stateOf(db, order.id)).toBe('paying');
});

test('PAY-30: begun, never heard of and now due, the order lapses at once and not when the last bound has passed', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const { fake, deps } = await openBoth(db, bank);
  await using _ = fake;
  const order = await insertOrder(db, { units: 1, unitAmount: 10 });
  await beginPayment(db, { orderId: order.id, provider: 'stripe', paymentId: 'pay_small' });
  const past = sql<Date>`now() - interval '1 second'`;
  await db.updateTable('order').set({ state: 'expiring', hold_expires_at: past }).execute();
  await cancelPayment(deps, order.id);
  expect(await paymentsOf(db, order.id)).toMatchObject([{ state: 'cancelled' }]);
  expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'lapse' }]);
});
