/** Providers for the contract suite: each adapter with a provider of a test's own behind it that can be made to behave. */

import type { PaymentAsk, PaymentProvider } from '../payment/provider.ts';
import { SIGNATURE_HEADER, signWebhook } from '../payment/sandbox-signature.ts';
import { openStripe } from '../payment/stripe.ts';
import { newId } from '../runtime/chance.ts';
import { bankSecret, openTestBank } from './bank.ts';
import { openFakeStripe, stripeSecrets } from './fake-stripe.ts';
import { signed } from './fake-stripe-views.ts';

/** An adapter with a provider behind it that can be made to behave. */
export interface Trial extends AsyncDisposable {
  readonly provider: PaymentProvider;
  readonly press: (redirectUrl: string, outcome: 'succeed' | 'decline') => unknown;
  /** The buyer pays, and other money comes in than was asked for. */
  readonly captureOther: (ref: string, money: { amount: number; currency: string }) => unknown;
  /** A declined card ends the payment; otherwise its page stays open for another one. */
  readonly declineEnds: boolean;
  /** The next call does nothing and is answered with a fault. */
  readonly failNextCall: () => unknown;
  /** Calls do what they should and are answered too late. */
  readonly answerTooLate: (isLate: boolean) => unknown;
  /** A webhook that the provider sent for what happened so far. */
  readonly someWebhook: () => Promise<{ rawBody: string; headers: Headers }>;
  /** Signed, and about what this shop has nothing to do with, each in another way. */
  readonly strangeWebhooks: () => Promise<readonly { rawBody: string; headers: Headers }[]>;
  /** The same one, as somebody recorded it ten minutes ago. */
  readonly oldWebhook: (rawBody: string) => Headers;
  /** At the provider itself, without us. */
  readonly refundByHand: (ref: string, amount: number) => unknown;
  readonly dispute: (ref: string, word: 'open' | 'won' | 'lost') => unknown;
}

/** Money that is not what an order of 198,000 KRW asks for. */
export const otherMoney = [
  ['less money', { amount: 197_999, currency: 'KRW' }],
  ['more money', { amount: 198_001, currency: 'KRW' }],
  ['money of another currency', { amount: 198_000, currency: 'JPY' }],
] as const;

/** What another shop that shares the account asks for. */
const strangeAsk: PaymentAsk = {
  ...{ paymentId: 'pay_theirs', orderId: 'ord_theirs', saleId: 'sal_theirs', amount: 1_000, currency: 'KRW' },
  ...{ returnUrl: 'http://other.test/', description: 'Theirs', expiresAt: new Date(Date.now() + 600_000) },
};

export async function openSandboxTrial(): Promise<Trial> {
  const bank = await openTestBank({ callMsMax: 1_500 });
  return {
    provider: bank.provider,
    press: bank.press,
    captureOther: async (ref, money) => void (await bank.call('POST', `/v1/payments/${ref}/capture`, money)),
    declineEnds: true,
    failNextCall: () => bank.turn({ failNextCalls: 1 }),
    answerTooLate: (isLate) => bank.turn({ delayMs: isLate ? 4_000 : 0 }),
    oldWebhook: (rawBody) =>
      new Headers({ [SIGNATURE_HEADER]: signWebhook(bankSecret, rawBody, Date.now() - 600_000) }),
    strangeWebhooks: async () => {
      const ref = 'sbx_of_another_book';
      const rawBody = JSON.stringify({
        ...{ id: 'evt_strange', type: 'payment.succeeded', createdAt: new Date().toISOString() },
        data: { ref },
      });
      const headers = new Headers({ [SIGNATURE_HEADER]: signWebhook(bankSecret, rawBody, Date.now()) });
      return [{ rawBody, headers }];
    },
    refundByHand: async (ref, amount) =>
      void (await bank.call('POST', `/v1/payments/${ref}/refunds`, { amount, key: newId('hand') })),
    dispute: async (ref, state) => void (await bank.call('POST', `/v1/payments/${ref}/dispute`, { state })),
    someWebhook: async () => {
      await bank.webhooks(1);
      const [webhook] = bank.arrived;
      if (!webhook) throw new Error('no webhook arrived');
      return webhook;
    },
    [Symbol.asyncDispose]: () => bank[Symbol.asyncDispose](),
  };
}

export async function openStripeTrial(): Promise<Trial> {
  const fake = await openFakeStripe();
  return {
    provider: openStripe({ ...stripeSecrets, apiUrl: fake.apiUrl }),
    press: fake.press,
    captureOther: fake.captureOther,
    declineEnds: false,
    failNextCall: () => fake.failNextCalls(2),
    // Above what the SDK waits, twice: it asks again by itself.
    answerTooLate: (isLate) => fake.delayAnswers(isLate ? 2_500 : 0),
    oldWebhook: (rawBody) => signed(rawBody, 600),
    strangeWebhooks: async () => {
      const theirs = openStripe({ ...stripeSecrets, shop: 'http://other.test', apiUrl: fake.apiUrl });
      const { redirectUrl } = await theirs.create(strangeAsk);
      fake.press(redirectUrl, 'succeed');
      const ofOtherShop = fake.webhooks.at(-1);
      return [
        ...(ofOtherShop ? [ofOtherShop] : []),
        fake.happenElsewhere('charge.refunded', {
          id: 'ch_x',
          object: 'charge',
          payment_intent: 'pi_by_hand',
        }),
        fake.happenElsewhere('charge.refunded', { id: 'ch_y', object: 'charge', payment_intent: null }),
        fake.happenElsewhere('payment_intent.succeeded', { id: 'pi_by_hand', object: 'payment_intent' }),
        fake.happenElsewhere('charge.dispute.created', { id: 'dp_x', payment_intent: 'pi_by_hand' }),
        fake.happenElsewhere('customer.created', { id: 'cus_x', object: 'customer' }),
        fake.happenElsewhere('checkout.session.completed', { id: 'cs_gone', object: 'checkout.session' }),
      ];
    },
    refundByHand: fake.refundByHand,
    dispute: fake.dispute,
    someWebhook: async () => {
      const [webhook] = fake.webhooks;
      if (!webhook) throw new Error('no webhook was sent');
      return webhook;
    },
    [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose](),
  };
}
