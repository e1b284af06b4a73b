/**
 * The adapter of Stripe, through its SDK: a Checkout Session a payment, which brings its own hosted page and whatever
 * methods the account has (cards, local wallets, bank transfers).
 *
 * A session lives half an hour at least, longer than any hold: whoever lapses an order ends it by `cancel`, and the
 * session's word says whether money came first (PAY-7). Every call that changes something carries an idempotency key made
 * of our own ids, so that a lost answer is found again and not done twice (PAY-10). The SDK repeats a call that found
 * nobody once; what is unknown after that is the caller's to ask again.
 */
import Stripe from 'stripe';
import type { PaymentBrand } from '../domain/payment-brands.ts';
import { Refused } from '../domain/refusals.ts';
import { PaymentNotTaken, type PaymentProvider, ProviderFailed, type ProviderPayment } from './provider.ts';
import { changesOf } from './stripe-changes.ts';
import { stripeLeastOf } from './stripe-least.ts';
import { toStripe } from './stripe-money.ts';
import { allRefunds, intentOf, isLost, paymentOf, refIn, sessionOf } from './stripe-session.ts';

export interface StripeSettings {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Names this shop in the account, which others may use too: the origin of its pages. */
  readonly shop: string;
  readonly brands?: readonly PaymentBrand[] | undefined;
  /** By currency, in our minor units: instead of what Stripe tells of all accounts. */
  readonly least?: ReadonlyMap<string, number> | undefined;
  /** Another address than Stripe's own: for tests. */
  readonly apiUrl?: string | undefined;
}

/** Nothing in a request may hang longer; one repetition fits into what the gateway waits. */
const CALL_MS_MAX = 1_500;
const SIGNATURE_HEADER = 'stripe-signature';
/** As the sandbox's: an older signature is a replay. */
const SIGNATURE_SECONDS_MAX = 300;
/** A bank that sent the money back does so again as a rule; more tries are more letters to the staff and nothing else. */
const REFUND_TRIES_MAX = 3;
/** Stripe's own bound is thirty minutes; some more, so that clocks that differ make no difference. */
const SESSION_MS_MIN = 31 * 60_000;

export function openStripe(settings: StripeSettings): PaymentProvider {
  const stripe = new Stripe(settings.secretKey, {
    timeout: CALL_MS_MAX,
    maxNetworkRetries: 1,
    telemetry: false,
    ...(settings.apiUrl !== undefined && addressOf(settings.apiUrl)),
  });
  const read = async (ref: string): Promise<ProviderPayment> =>
    await paymentOf(stripe, await sessionOf(stripe, ref));
  return {
    name: 'stripe',
    isTestMoney: !isLive(settings.secretKey),
    brands: settings.brands ?? ['card'],
    leastOf: (currency) => settings.least?.get(currency) ?? stripeLeastOf(currency),
    create: async (ask) =>
      await asked(`create ${ask.paymentId}`, async () => {
        const { paymentId, orderId, amount, currency, returnUrl, description, expiresAt } = ask;
        const metadata = { paymentId, orderId, shop: settings.shop };
        // The same words for the same payment, always: a repetition with other words is refused under its key.
        const session = await taken(
          paymentId,
          stripe.checkout.sessions.create(
            {
              mode: 'payment',
              client_reference_id: paymentId,
              metadata,
              payment_intent_data: { metadata },
              line_items: [
                {
                  quantity: 1,
                  price_data: {
                    currency: currency.toLowerCase(),
                    unit_amount: toStripe({ amount, currency }),
                    product_data: { name: description.slice(0, 250) },
                  },
                },
              ],
              success_url: returnUrl,
              cancel_url: returnUrl,
              expires_at: Math.floor((expiresAt.getTime() + SESSION_MS_MIN) / 1_000),
            },
            { idempotencyKey: `create:${paymentId}` },
          ),
        );
        if (!session.url) throw new ProviderFailed(`stripe gave ${paymentId} no page`, null);
        return { ref: session.id, redirectUrl: session.url };
      }),
    read: (ref) => asked(`read ${ref}`, () => read(ref)),
    cancel: (ref) =>
      asked(`cancel ${ref}`, async () => {
        const before = await sessionOf(stripe, ref);
        if (before.status !== 'open') return await paymentOf(stripe, before);
        try {
          await stripe.checkout.sessions.expire(before.id);
        } catch (fault) {
          // Paid or ended between the look and the wish: what it is now is what counts.
          if (!(fault instanceof Stripe.errors.StripeInvalidRequestError)) throw fault;
        }
        return await read(ref);
      }),
    refund: (ref, { amount, key }) =>
      asked(`refund ${ref}`, async () => {
        const intent = intentOf(await sessionOf(stripe, ref));
        if (!intent) throw new ProviderFailed(`stripe has no money for ${ref}`, 409);
        await giveBack(stripe, intent.id, toStripe({ amount, currency: intent.currency }), key);
        return await read(ref);
      }),
    changes: (ask) => asked('list events', () => changesOf(stripe, settings.shop, ask)),
    verifyWebhook: (rawBody, headers) => {
      try {
        const signature = headers.get(SIGNATURE_HEADER) ?? '';
        const event = stripe.webhooks.constructEvent(
          rawBody,
          signature,
          settings.webhookSecret,
          SIGNATURE_SECONDS_MAX,
        );
        return { eventId: event.id, ref: refIn(event.data.object) };
      } catch (cause) {
        throw new Refused(
          'not_signed_in',
          { detail: 'The signature of this webhook does not hold' },
          { cause },
        );
      }
    },
  };
}

/** Live keys move real money. */
export const isLive = (secretKey: string): boolean => /^[sr]k_live_/.test(secretKey);

/**
 * Stripe forgets idempotency keys after a day, and a refund that was made but not heard of may be asked for again later
 * than that: it carries our id. One that failed is made anew under a key of its own, for the old one would bring the old
 * answer. `amount` is as Stripe counts.
 */
async function giveBack(stripe: Stripe, intent: string, amount: number, key: string): Promise<void> {
  const tries = (await allRefunds(stripe, intent)).filter(({ metadata }) => metadata?.refundId === key);
  if (tries.some((refund) => !isLost(refund))) return;
  if (tries.length >= REFUND_TRIES_MAX)
    throw new ProviderFailed(`stripe: refund ${key} failed ${tries.length} times`, 409);
  const made = await stripe.refunds.create(
    { payment_intent: intent, amount, metadata: { refundId: key } },
    { idempotencyKey: tries.length === 0 ? `give-back:${key}` : `give-back:${key}:${tries.length}` },
  );
  if (isLost(made)) throw new ProviderFailed(`stripe: refund ${key} failed at once`, 402);
}

/** A session that Stripe calls wrong stays wrong; nobody has its page, for there is none. */
async function taken<T>(paymentId: string, making: Promise<T>): Promise<T> {
  try {
    return await making;
  } catch (cause) {
    if (!(cause instanceof Stripe.errors.StripeInvalidRequestError) || cause.statusCode !== 400) throw cause;
    throw new PaymentNotTaken(`stripe does not take ${paymentId}: ${cause.code ?? 'invalid'}`, 400, {
      cause,
    });
  }
}

/** Whatever the SDK throws, what Stripe did is unknown or was nothing: the caller may ask again. */
async function asked<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof ProviderFailed) throw cause;
    const said = cause instanceof Stripe.errors.StripeError ? (cause.statusCode ?? null) : null;
    // Another call under the same key is on its way: later, which is no refusal.
    const status = said === 409 ? 429 : said;
    throw new ProviderFailed(`stripe: ${what} failed`, status, { cause });
  }
}

function addressOf(url: string) {
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname, port, protocol: protocol === 'https:' ? ('https' as const) : ('http' as const) };
}
