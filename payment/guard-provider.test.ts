/** The circuit breaker around a provider. */
import { expect, test, vi } from 'vitest';
import { guardProvider } from './guard-provider.ts';
import { type PaymentProvider, ProviderFailed, type ProviderPayment } from './provider.ts';

const paid: ProviderPayment = {
  ref: 'r',
  paymentId: 'pay_1',
  state: 'succeeded',
  amount: 1,
  currency: 'KRW',
  refundedAmount: 0,
  refundsNotDone: [],
  dispute: null,
};
function provider(read: PaymentProvider['read']): PaymentProvider {
  const never = async () => {
    throw new Error('is not asked');
  };
  const verifyWebhook = () => ({ eventId: 'e', ref: 'r' });
  return {
    name: 'test',
    isTestMoney: true,
    brands: ['card'],
    leastOf: () => 0,
    create: never,
    read,
    cancel: never,
    refund: never,
    changes: never,
    verifyWebhook,
  };
}

test('PAY-13: after failures in a row nobody is asked for a while, and then one call finds out', async () => {
  let isAway = true;
  const read = vi.fn(async () => {
    if (isAway) throw new ProviderFailed('silence', null);
    return paid;
  });
  const guarded = guardProvider(provider(read), { failuresMax: 3, openMs: 30 });
  for (let call = 0; call < 6; call += 1) await expect(guarded.read('r')).rejects.toThrow(ProviderFailed);
  expect(read).toHaveBeenCalledTimes(3);
  await vi.waitUntil(() =>
    guarded.read('r').then(
      () => true,
      () => read.mock.calls.length > 3,
    ),
  );
  isAway = false;
  expect(await vi.waitFor(() => guarded.read('r'))).toEqual(paid);
});

test('PAY-13: a refusal is an answer and opens no circuit', async () => {
  const read = vi.fn(async () => {
    throw new ProviderFailed('no such payment', 404);
  });
  const guarded = guardProvider(provider(read), { failuresMax: 2, openMs: 60_000 });
  for (let call = 0; call < 5; call += 1)
    await expect(guarded.read('r')).rejects.toMatchObject({ status: 404 });
  expect(read).toHaveBeenCalledTimes(5);
});
