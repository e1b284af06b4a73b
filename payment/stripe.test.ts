/** What is Stripe's own about its adapter; what every adapter must do is contract.test.ts. */
import { expect, test } from 'vitest';
import { newId } from '../runtime/chance.ts';
import { openFakeStripe, stripeSecrets } from '../test/fake-stripe.ts';
import type { PaymentAsk } from './provider.ts';
import { openStripe } from './stripe.ts';

const ask = (more: Partial<PaymentAsk> = {}): PaymentAsk => ({
  paymentId: newId('pay'),
  orderId: newId('ord'),
  saleId: 'sal_1',
  amount: 198_000,
  currency: 'KRW',
  returnUrl: 'http://shop.test/orders/ord_1',
  description: 'Night Ferry (2)',
  expiresAt: new Date(Date.now() + 600_000),
  ...more,
});

test('PAY-14: a session that was paid between the look and the wish to end it stays paid', async () => {
  await using fake = await openFakeStripe();
  const stripe = openStripe({ ...stripeSecrets, apiUrl: fake.apiUrl });
  const { ref, redirectUrl } = await stripe.create(ask());
  const cancelling = stripe.cancel(ref);
  fake.press(redirectUrl, 'succeed');
  expect((await cancelling).state).toMatch(/succeeded|cancelled/);
  expect((await stripe.read(ref)).state).toBe((await cancelling).state);
});

test('PAY-14: an event about a refund made at Stripe leads to the payment it is about', async () => {
  await using fake = await openFakeStripe();
  const stripe = openStripe({ ...stripeSecrets, apiUrl: fake.apiUrl });
  const { ref, redirectUrl } = await stripe.create(ask());
  fake.press(redirectUrl, 'succeed');
  await stripe.refund(ref, { amount: 198_000, key: 'pay_1' });
  const refunded = fake.webhooks.at(-1);
  const heard = stripe.verifyWebhook(refunded?.rawBody ?? '', refunded?.headers ?? new Headers());
  expect(heard.ref).toMatch(/^pi_/);
  expect(await stripe.read(heard.ref ?? '')).toMatchObject({
    ref,
    state: 'refunded',
    refundedAmount: 198_000,
  });
});

test('PAY-14: a declined card leaves the page open; test keys are test money, and a silent Stripe is a fault', async () => {
  await using fake = await openFakeStripe();
  const stripe = openStripe({ ...stripeSecrets, apiUrl: fake.apiUrl });
  expect(stripe.isTestMoney).toBe(true);
  expect(openStripe({ ...stripeSecrets, secretKey: 'sk_live_x' }).isTestMoney).toBe(false);
  const { ref, redirectUrl } = await stripe.create(ask());
  fake.press(redirectUrl, 'decline');
  expect((await stripe.read(ref)).state).toBe('pending');
  fake.press(redirectUrl, 'succeed');
  expect((await stripe.read(ref)).state).toBe('succeeded');
  const gone = openStripe({ ...stripeSecrets, apiUrl: 'http://127.0.0.1:9' });
  await expect(gone.read(ref)).rejects.toMatchObject({ name: 'ProviderFailed', status: null });
});

test('PAY-16: a part is not given twice, also when Stripe has forgotten the key it was given under', async () => {
  await using fake = await openFakeStripe();
  const stripe = openStripe({ ...stripeSecrets, apiUrl: fake.apiUrl });
  const { ref, redirectUrl } = await stripe.create(ask());
  fake.press(redirectUrl, 'succeed');
  await stripe.refund(ref, { amount: 50_000, key: 'rfd_1' });
  fake.forgetKeys();
  expect(await stripe.refund(ref, { amount: 50_000, key: 'rfd_1' })).toMatchObject({
    refundedAmount: 50_000,
  });
  expect(await stripe.refund(ref, { amount: 50_000, key: 'rfd_2' })).toMatchObject({
    refundedAmount: 100_000,
  });
});

test('PAY-29: amounts are changed into what Stripe counts and back, from the payment to its refunds', async () => {
  await using fake = await openFakeStripe();
  const stripe = openStripe({ ...stripeSecrets, apiUrl: fake.apiUrl });
  for (const [currency, amount, atStripe] of [
    ['HUF', 12_000, 1_200_000],
    ['KWD', 1_250, 12_500],
    ['EUR', 1_250, 1_250],
  ] as const) {
    const { ref, redirectUrl } = await stripe.create(ask({ currency, amount }));
    expect(await stripe.read(ref)).toMatchObject({ amount, currency });
    fake.press(redirectUrl, 'succeed');
    expect(fake.receivedOf(ref)).toEqual({ amount: atStripe, currency: currency.toLowerCase() });
    expect(await stripe.refund(ref, { amount: 250, key: `part ${currency}` })).toMatchObject({
      refundedAmount: 250,
    });
    fake.refundsBecome('pending');
    const { refundsNotDone } = await stripe.refund(ref, { amount: 50, key: `later ${currency}` });
    expect(refundsNotDone).toMatchObject([{ amount: 50, state: 'pending' }]);
    fake.refundsBecome('succeeded');
    await stripe.refund(ref, { amount: amount - 300, key: `rest ${currency}` });
    fake.decideRefund(ref, 'succeeded');
    const { changes } = await stripe.changes({
      from: new Date(0),
      to: new Date(Date.now() + 5_000),
      after: null,
    });
    expect(changes.filter((one) => one.what === 'captured' && one.currency === currency)).toMatchObject([
      { amount },
    ]);
    await fake.dispute(ref, 'open');
    expect((await stripe.read(ref)).dispute).toMatchObject({ state: 'open' });
  }
});
