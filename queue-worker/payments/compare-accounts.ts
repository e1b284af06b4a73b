/**
 * The reconciler's other way: what the provider says happened to money, compared with what is known here (PAY-19). Webhooks
 * and the looks at our own open payments find nearly all; this finds what neither can: money whose payment is not here, a
 * refund or a dispute of something long settled.
 *
 * What we know is passed over. What we had not heard is asked for and recorded as ever. Money of ours without a payment
 * becomes a stray; settle-strays.ts brings it home.
 */

import { recordPaymentFact } from '../../db/payments.ts';
import { keepPlace, takeWindow, type Window } from '../../db/provider-cursor.ts';
import { recordFailedStray, rememberStray } from '../../db/strays.ts';
import { isCaptured } from '../../domain/payment-rank.ts';
import { factOf } from '../../payment/ask-provider.ts';
import type { PaymentDeps } from '../../payment/payment-deps.ts';
import type { PaymentProvider, ProviderChange } from '../../payment/provider.ts';

/** A window ends so far behind now: webhooks have come by then, and clocks agree. Windows overlap by as much. */
export const LAG_MS = 30_000;
export const EVERY_MS = 60_000;
/** Of one round; the next one goes on where it ends. */
const PAGES_MAX = 100;

export type Found = 'known' | 'recorded' | 'stray' | 'foreign';

/** Counts what each change turned out to be. */
export async function compareAccounts(
  deps: PaymentDeps,
  times: { readonly everyMs: number; readonly lagMs: number } = { everyMs: EVERY_MS, lagMs: LAG_MS },
): Promise<Record<Found, number>> {
  const counts: Record<Found, number> = { known: 0, recorded: 0, stray: 0, foreign: 0 };
  for (const provider of deps.providers.values()) {
    const window = await takeWindow(deps.db, provider.name, times);
    if (window) await readWindow(deps, provider, window, times.lagMs, counts);
  }
  return counts;
}

async function readWindow(
  deps: PaymentDeps,
  provider: PaymentProvider,
  window: Window,
  overlapMs: number,
  counts: Record<Found, number>,
): Promise<void> {
  let { after } = window;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { changes, next } = await provider.changes({ ...window, after });
    const missed = await missedOf(deps, changes);
    counts.known += changes.length - missed.length;
    for (const change of missed) counts[await learn(deps, provider, change)] += 1;
    await keepPlace(deps.db, provider.name, window, next, overlapMs);
    if (next === null) return;
    after = next;
  }
}

/** What our rows do not say already, in few statements a page. */
async function missedOf(
  { db }: PaymentDeps,
  changes: readonly ProviderChange[],
): Promise<readonly ProviderChange[]> {
  const ids = changes.flatMap(({ paymentId }) => (paymentId === null ? [] : [paymentId]));
  if (ids.length === 0) return changes;
  const payments = await db
    .selectFrom('payment')
    .select(['id', 'state', 'refunded_amount'])
    .where('id', 'in', ids)
    .execute();
  const disputes = await db
    .selectFrom('dispute')
    .select('payment_id')
    .where('payment_id', 'in', ids)
    .where('state', '<>', 'open')
    .execute();
  const known = new Map(payments.map((payment) => [payment.id, payment]));
  const decided = new Set(disputes.map(({ payment_id }) => payment_id));
  return changes.filter(({ paymentId, what, amount }) => {
    const payment = known.get(paymentId ?? '');
    if (!payment) return true;
    if (what === 'refund_decided') return true; // Rare, and our sums do not tell one refund from another.
    if (what === 'disputed') return !decided.has(payment.id);
    return what === 'captured' ? !isCaptured(payment.state) : payment.refunded_amount < amount;
  });
}

async function learn(deps: PaymentDeps, provider: PaymentProvider, change: ProviderChange): Promise<Found> {
  const { ref, paymentId, orderId, isForeign, what, amount, currency } = change;
  const isHere = paymentId !== null && (await isOurs(deps, paymentId, provider.name));
  if (isHere) {
    const said = await provider.read(ref);
    const outcome = await deps.db
      .transaction()
      .execute((trx) => recordPaymentFact(trx, factOf(provider, said)));
    return outcome === 'applied' ? 'recorded' : 'known';
  }
  if (isForeign || paymentId === null) return 'foreign';
  if (what === 'refund_decided') {
    const fact = factOf(provider, await provider.read(ref));
    const isNews = await deps.db.transaction().execute((trx) => recordFailedStray(trx, fact));
    return isNews ? 'recorded' : 'known';
  }
  // A refund or a dispute of money that is not here follows its capture, or was dealt with as a stray.
  if (what !== 'captured') return 'known';
  const stray = { provider: provider.name, ref, paymentId, orderId, amount, currency };
  const isNew = await rememberStray(deps.db, stray);
  if (isNew) deps.log.warn(stray, 'money without a payment');
  return isNew ? 'stray' : 'known';
}

async function isOurs({ db }: PaymentDeps, paymentId: string, provider: string): Promise<boolean> {
  const row = db
    .selectFrom('payment')
    .select('id')
    .where('id', '=', paymentId)
    .where('provider', '=', provider);
  return (await row.executeTakeFirst()) !== undefined;
}
