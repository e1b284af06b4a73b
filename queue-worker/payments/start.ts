/**
 * The reconciler: asks the provider about every payment that has been silent for a while (PAY-11), so that a
 * webhook that never comes costs a buyer seconds and never the money. It also asks again for orders that wait
 * to lapse and for refunds that wait for the provider, and reads the provider's own account (PAY-19).
 *
 * It only asks and records; ranks and keys make a look too many harmless, so every queue-worker runs one.
 */
import { Counter, Gauge } from 'prom-client';
import { accountAges } from '../../db/provider-cursor.ts';
import { takePendingRefunds } from '../../db/refunds.ts';
import { openStrays } from '../../db/strays.ts';
import { forgottenExpiring, takeUnsettled, type Unsettled } from '../../db/unsettled-payments.ts';
import { askProvider } from '../../payment/ask-provider.ts';
import { cancelPayment } from '../../payment/cancel-payment.ts';
import type { PaymentDeps } from '../../payment/payment-deps.ts';
import { openProviders, type PaymentSettings } from '../../payment/providers.ts';
import { refundPart } from '../../payment/refund-payment.ts';
import { repeat } from '../../runtime/repeat.ts';
import type { Deps, Running } from '../deps.ts';
import { compareAccounts } from './compare-accounts.ts';
import { settleStrays } from './settle-strays.ts';

/** A first look soon: a lost webhook leaves somebody looking at a page. Then each minute. */
const LOOKS = { freshMs: 20_000, restMs: 60_000 };
const ROUND_MS = 5_000;
/** Of one round; asked a few at a time, so that a slow provider does not hold the rest for long. */
const CASES_MAX = 200;
const AT_ONCE = 8;

export type PaymentsStart = Pick<Deps, 'db' | 'log' | 'clock' | 'metrics'> & {
  readonly config: PaymentSettings;
};

export function startPayments({ db, log, clock, metrics, config }: PaymentsStart): Running {
  const deps = { db, log, providers: openProviders(config, clock), publicUrl: config.PUBLIC_URL };
  const told = measure(db, metrics);
  const asking = repeat('payment reconciler', ROUND_MS, () => reconcile(deps), log);
  const reading = repeat(
    'payment accounts',
    ROUND_MS,
    async () => {
      for (const [found, count] of Object.entries(await compareAccounts(deps))) told.inc({ found }, count);
      await settleStrays(deps);
    },
    log,
  );
  return {
    stop: async () => {
      await Promise.all([asking.stop(), reading.stop()]);
    },
  };
}

export async function reconcile(deps: PaymentDeps): Promise<void> {
  const payments = await takeUnsettled(deps.db, LOOKS, CASES_MAX);
  await eachOf(payments, (payment) => lookAt(deps, payment), deps);
  const orders = await forgottenExpiring(deps.db, LOOKS.restMs, CASES_MAX);
  await eachOf(orders, (orderId) => cancelPayment(deps, orderId), deps);
  const refunds = await takePendingRefunds(deps.db, LOOKS.restMs, CASES_MAX);
  await eachOf(refunds, (refundId) => refundPart(deps, refundId), deps);
}

/**
 * While the order is being paid, or the money is on its way back, the provider is asked how it stands. A
 * payment that is open although its order is not being paid any more is closed: else somebody could still pay
 * it.
 */
async function lookAt(deps: PaymentDeps, payment: Unsettled): Promise<void> {
  const isWanted = payment.state === 'refund_pending' || payment.orderState === 'paying';
  if (!isWanted) return await cancelPayment(deps, payment.order_id);
  await askProvider(deps, payment, (provider, ref) => provider.read(ref));
}

/** One silent provider or odd payment must not keep the others from being looked at. */
async function eachOf<Case>(
  cases: readonly Case[],
  look: (one: Case) => Promise<unknown>,
  { log }: Pick<PaymentDeps, 'log'>,
): Promise<void> {
  for (let from = 0; from < cases.length; from += AT_ONCE) {
    const settled = await Promise.allSettled(cases.slice(from, from + AT_ONCE).map(look));
    for (const one of settled) {
      if (one.status === 'rejected') log.warn({ err: one.reason }, 'a payment could not be reconciled');
    }
  }
}

function measure(db: Deps['db'], registry: Deps['metrics']): Counter<'found'> {
  const registers = [registry];
  new Gauge({
    name: 'usher_payment_strays',
    help: 'Money at a provider that has no payment here and is not settled',
    registers,
    async collect() {
      this.set(await openStrays(db));
    },
  });
  new Gauge({
    name: 'usher_payment_account_seconds',
    help: "How far behind now each provider's own account has been read",
    labelNames: ['provider'],
    registers,
    async collect() {
      for (const { provider, seconds } of await accountAges(db)) this.set({ provider }, seconds);
    },
  });
  return new Counter({
    name: 'usher_payment_account_lines_total',
    help: "Lines of the providers' own accounts, by what they turned out to be",
    labelNames: ['found'],
    registers,
  });
}
