/**
 * What every payment provider's adapter must do, whoever moves the money. A new adapter adds itself to the
 * list at the end of this file; nothing else here may change for it.
 */
import { describe, expect } from 'vitest';
import { newId } from '../runtime/chance.ts';
import { openTestBank } from '../test/bank.ts';
import { openFakeStripe, stripeSecrets } from '../test/fake-stripe.ts';
import { test } from '../test/stores.ts';
import { type PaymentAsk, type PaymentProvider, ProviderFailed } from './provider.ts';
import { openStripe } from './stripe.ts';

/** An adapter with a provider behind it that can be made to behave. */
interface Trial extends AsyncDisposable {
  readonly provider: PaymentProvider;
  readonly press: (redirectUrl: string, outcome: 'succeed' | 'decline') => unknown;
  /** A declined card ends the payment; otherwise its page stays open for another one. */
  readonly declineEnds: boolean;
  /** The next call does nothing and is answered with a fault. */
  readonly failNextCall: () => unknown;
  /** A webhook that the provider sent for what happened so far. */
  readonly someWebhook: () => Promise<{ rawBody: string; headers: Headers }>;
}

const newAsk = (): PaymentAsk => ({
  paymentId: newId('pay'),
  orderId: newId('ord'),
  amount: 198_000,
  currency: 'KRW',
  returnUrl: 'http://shop.test/orders/ord_1?payment=pay_1',
  description: 'Night Ferry (2)',
  expiresAt: new Date(Date.now() + 600_000),
});

export function providerContract(name: string, open: () => Promise<Trial>) {
  describe(name, () => {
    test('PAY-10: one payment per id, however often it is asked for', async () => {
      await using trial = await open();
      const ask = newAsk();
      const opened = await trial.provider.create(ask);
      expect(await trial.provider.create(ask)).toEqual(opened);
      const { ref } = opened;
      expect(await trial.provider.read(ref)).toEqual({
        ref,
        paymentId: ask.paymentId,
        state: 'pending',
        amount: 198_000,
        currency: 'KRW',
        refundedAmount: 0,
      });
    });

    test('PAY-10: the buyer pays once, and a cancel afterwards says that it is paid', async () => {
      await using trial = await open();
      const { ref, redirectUrl } = await trial.provider.create(newAsk());
      await trial.press(redirectUrl, 'succeed');
      await trial.press(redirectUrl, 'decline');
      expect((await trial.provider.read(ref)).state).toBe('succeeded');
      expect((await trial.provider.cancel(ref)).state).toBe('succeeded');
    });

    test('PAY-10: what is declined or cancelled takes no money afterwards', async () => {
      await using trial = await open();
      if (trial.declineEnds) {
        const declined = await trial.provider.create(newAsk());
        await trial.press(declined.redirectUrl, 'decline');
        await trial.press(declined.redirectUrl, 'succeed');
        expect((await trial.provider.read(declined.ref)).state).toBe('declined');
      }

      const cancelled = await trial.provider.create(newAsk());
      expect((await trial.provider.cancel(cancelled.ref)).state).toBe('cancelled');
      await trial.press(cancelled.redirectUrl, 'succeed');
      expect((await trial.provider.read(cancelled.ref)).state).toBe('cancelled');
    });

    test('PAY-10: one refund per key, also when the first try fails', async () => {
      await using trial = await open();
      const { ref, redirectUrl } = await trial.provider.create(newAsk());
      await trial.press(redirectUrl, 'succeed');
      await trial.failNextCall();
      const refund = { amount: 198_000, key: 'pay_1' };
      await expect(trial.provider.refund(ref, refund)).rejects.toThrow(ProviderFailed);
      expect((await trial.provider.refund(ref, refund)).state).toBe('refunded');
      expect((await trial.provider.refund(ref, refund)).refundedAmount).toBe(198_000);
    });

    test('PAY-10: a refund without money behind it fails and gives nothing', async () => {
      await using trial = await open();
      const { ref } = await trial.provider.create(newAsk());
      await expect(trial.provider.refund(ref, { amount: 1, key: 'k' })).rejects.toThrow(ProviderFailed);
      expect((await trial.provider.read(ref)).refundedAmount).toBe(0);
    });

    test('PAY-4: a webhook is believed when its very bytes are signed', async () => {
      await using trial = await open();
      const { ref, redirectUrl } = await trial.provider.create(newAsk());
      await trial.press(redirectUrl, 'succeed');
      const { rawBody, headers } = await trial.someWebhook();
      expect(trial.provider.verifyWebhook(rawBody, headers)).toEqual({ eventId: expect.any(String), ref });
      for (const [body, head] of [
        [rawBody.replace(ref, `${ref}x`), headers],
        [`${rawBody} `, headers],
        [rawBody, new Headers()],
      ] as const) {
        expect(() => trial.provider.verifyWebhook(body, head)).toThrow('not_signed_in');
      }
    });
  });
}

providerContract('sandbox', async () => {
  const bank = await openTestBank();
  return {
    provider: bank.provider,
    press: bank.press,
    declineEnds: true,
    failNextCall: () => bank.turn({ failNextCalls: 1 }),
    someWebhook: async () => {
      await bank.webhooks(1);
      const [webhook] = bank.arrived;
      if (!webhook) throw new Error('no webhook arrived');
      return webhook;
    },
    [Symbol.asyncDispose]: () => bank[Symbol.asyncDispose](),
  };
});

providerContract('stripe', async () => {
  const fake = await openFakeStripe();
  return {
    provider: openStripe({ ...stripeSecrets, apiUrl: fake.apiUrl }),
    press: fake.press,
    declineEnds: false,
    failNextCall: () => fake.failNextCalls(2),
    someWebhook: async () => {
      const [webhook] = fake.webhooks;
      if (!webhook) throw new Error('no webhook was sent');
      return webhook;
    },
    [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose](),
  };
});
