/**
 * Strays: money of ours at a provider for which there is no payment here (PAY-19), because the database was put back to an
 * earlier hour, or a row was lost. Found once, by the provider's reference; visited until it is attached to its order or
 * given back, and again where that failed after all.
 */
import { type Kysely, sql } from 'kysely';
import { raiseFlag } from './order-flags.ts';
import { type FactOutcome, type PaymentFact, recordPaymentFact } from './payments.ts';
import type { Database } from './schema.ts';

export interface Stray {
  readonly provider: string;
  readonly ref: string;
  readonly paymentId: string | null;
  readonly orderId: string | null;
  readonly amount: number;
  readonly currency: string;
}

/** True the first time; staff hear of it then. */
export async function rememberStray(db: Kysely<Database>, stray: Stray): Promise<boolean> {
  const { provider, ref, paymentId, orderId, amount, currency } = stray;
  return await db.transaction().execute(async (trx) => {
    const found = await trx
      .insertInto('stray_payment')
      .values({ provider, ref, payment_id: paymentId, order_id: orderId, amount, currency })
      .onConflict((on) => on.columns(['provider', 'ref']).doNothing())
      .executeTakeFirst();
    if (!found.numInsertedOrUpdatedRows) return false;
    await raiseFlag(trx, {
      kind: 'stray_money',
      key: `stray:${provider}:${ref}`,
      orderId: null,
      paymentId: null,
      detail: { provider, ref, paymentId, orderId, amount, currency },
    });
    return true;
  });
}

/** Strays that have waited for `graceMs` and were not tried for `againMs`, oldest first. */
export async function takeStrays(
  db: Kysely<Database>,
  { graceMs, againMs }: { readonly graceMs: number; readonly againMs: number },
  straysMax: number,
): Promise<Stray[]> {
  const ago = (ms: number) => sql<Date>`now() - ${ms} * interval '1 millisecond'`;
  const taken = await db
    .updateTable('stray_payment')
    .set({ tried_at: sql<Date>`now()` })
    .where(sql<boolean>`(provider, ref) in (
      select provider, ref from stray_payment
      where state = 'found' and found_at <= ${ago(graceMs)} and tried_at <= ${ago(againMs)}
      order by tried_at limit ${straysMax} for update skip locked)`)
    .returningAll()
    .execute();
  return taken.map(({ payment_id, order_id, provider, ref, amount, currency }) => ({
    ...{ provider, ref, amount, currency },
    paymentId: payment_id,
    orderId: order_id,
  }));
}

export async function openStrays(db: Kysely<Database>): Promise<number> {
  const { open } = await db
    .selectFrom('stray_payment')
    .select(sql<number>`count(*)`.as('open'))
    .where('state', '=', 'found')
    .executeTakeFirstOrThrow();
  return open;
}

export async function closeStray(
  trx: Kysely<Database>,
  { provider, ref }: Pick<Stray, 'provider' | 'ref'>,
  state: 'attached' | 'refunded',
): Promise<void> {
  await trx
    .updateTable('stray_payment')
    .set({ state, closed_at: sql<Date>`now()` })
    .where('provider', '=', provider)
    .where('ref', '=', ref)
    .where('state', '=', 'found')
    .execute();
}

/**
 * Refunds of a stray that failed after all (PAY-28): its money is with us again, so it is open and goes back anew, and staff
 * are told once of each. False where there is no such stray, or nothing of it is news.
 */
export async function recordFailedStray(trx: Kysely<Database>, fact: PaymentFact): Promise<boolean> {
  const { provider, paymentId, currency, failedRefunds = [] } = fact;
  if (failedRefunds.length === 0) return false;
  const stray = await trx
    .selectFrom('stray_payment')
    .select(['ref', 'order_id as orderId'])
    .where('provider', '=', provider)
    .where('payment_id', '=', paymentId)
    .where('state', '<>', 'attached')
    .executeTakeFirst();
  if (!stray) return false;
  let isNews = false;
  for (const { ref, amount } of failedRefunds) {
    const key = `refund_failed:${provider}:${ref}`;
    const detail = { amount, currency, ref, provider, paymentId, orderId: stray.orderId };
    const about = { orderId: stray.orderId, paymentId: null, detail };
    if (await raiseFlag(trx, { kind: 'refund_failed', key, ...about })) isNews = true;
  }
  const isBack = isNews && (fact.refundedAmount ?? 0) < fact.amount;
  if (isBack) await reopenStray(trx, { provider, ref: stray.ref });
  return isNews;
}

async function reopenStray(trx: Kysely<Database>, { provider, ref }: Pick<Stray, 'provider' | 'ref'>) {
  await trx
    .updateTable('stray_payment')
    .set({ state: 'found', closed_at: null })
    .where('provider', '=', provider)
    .where('ref', '=', ref)
    .where('state', '=', 'refunded')
    .execute();
}

/**
 * Gives the order its payment back, as one that was closed without money, and then the provider's word: the writer decides
 * what the money buys. `unknown` where there is no such order.
 */
export async function attachStray(
  db: Kysely<Database>,
  orderId: string,
  fact: PaymentFact,
): Promise<FactOutcome> {
  return await db.transaction().execute(async (trx) => {
    const order = await trx
      .selectFrom('order')
      .select('id')
      .where('id', '=', orderId)
      .forUpdate()
      .executeTakeFirst();
    if (!order) return 'unknown';
    const { paymentId: id, provider, ref, amount, currency } = fact;
    await trx
      .insertInto('payment')
      .values({ id, order_id: orderId, provider, provider_ref: ref, state: 'cancelled', amount, currency })
      .onConflict((on) => on.column('id').doNothing())
      .execute();
    const outcome = await recordPaymentFact(trx, fact);
    if (ref !== null) await closeStray(trx, { provider, ref }, 'attached');
    return outcome;
  });
}
