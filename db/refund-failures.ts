/**
 * Refunds that a provider had made, or begun, and that failed after all: the buyer's bank sent the money back, so it is with
 * us again (PAY-28). Staff are told once of each by a flag, and what was closed by it is open again.
 *
 * A refund of ours waits for the provider anew: the reconciler asks for it under the same key. One that others made is not
 * counted any more; where it was the end of a payment, the rest is asked back by a refund of ours, because the order was
 * taken back for it.
 *
 * The flag is what keeps a failure from having its effect twice: a provider tells of it with each answer from then on, also
 * when a later try has reached the buyer. Runs in the transaction that records the fact, behind the order's lock.
 */
import { type Kysely, sql } from 'kysely';
import { nextOrderState } from '../domain/order-lifecycle.ts';
import { raiseFlag } from './order-flags.ts';
import { askedBack, insertRest, refundsOf } from './refunds.ts';
import type { Database, PaymentRow, RefundRow } from './schema.ts';

export interface FailedRefund {
  /** The provider's; each try of one refund has its own. */
  readonly ref: string;
  /** Ours; null where others made it. */
  readonly key: string | null;
  readonly amount: number;
}

/** True where one of them was not known. `said`: what has gone back by the same word of the provider. */
export async function recordFailedRefunds(
  trx: Kysely<Database>,
  payment: PaymentRow,
  failed: readonly FailedRefund[],
  said: number,
): Promise<boolean> {
  let isNews = false;
  for (const one of failed) {
    const { id: paymentId, order_id: orderId, currency } = payment;
    const isFirst = await raiseFlag(trx, {
      kind: 'refund_failed',
      key: `refund_failed:${payment.provider}:${one.ref}`,
      ...{ orderId, paymentId },
      detail: { amount: one.amount, currency, ref: one.ref },
    });
    if (!isFirst) continue;
    isNews = true;
    const refunds = await refundsOf(trx, payment.id);
    const refund = refunds.find((row) => isOf(row, one, payment.refunded_amount > said));
    if (refund) await reopen(trx, payment, refund);
  }
  return isNews;
}

/** One that others made has no key of ours: it is one that counts, of the same amount. */
function isOf(row: RefundRow, { key, amount }: FailedRefund, isLessThanKnown: boolean): boolean {
  if (row.state !== 'refunded') return false;
  if (row.origin === 'shop') return row.id === key;
  return key === null && isLessThanKnown && row.amount === amount;
}

async function reopen(trx: Kysely<Database>, payment: PaymentRow, refund: RefundRow): Promise<void> {
  const isOurs = refund.origin === 'shop';
  const now = sql<Date>`now()`;
  await trx
    .updateTable('refund')
    .set({ changed_at: now, ...(isOurs ? { state: 'pending', closed_at: null } : { state: 'refused' }) })
    .where('id', '=', refund.id)
    .execute();
  const wasAll = payment.state === 'refunded';
  await trx
    .updateTable('payment')
    .set({
      changed_at: now,
      refunded_amount: sql`greatest(refunded_amount - ${refund.amount}, 0)`,
      ...(!isOurs && { refund_asked: sql`greatest(refund_asked - ${refund.amount}, 0)` }),
      ...(wasAll && { state: 'refund_pending', refunded_at: null }),
    })
    .where('id', '=', payment.id)
    .execute();
  if (!wasAll) return;
  await reopenOrder(trx, payment.order_id);
  if (isOurs) return;
  const before = await refundsOf(trx, payment.id);
  const rest = payment.amount - askedBack(before);
  if (rest > 0) await insertRest(trx, payment, { rest, reason: payment.refund_reason, nth: before.length });
}

/** Money of a refunded order is with us again. One that was written off or cancelled stays what it is. */
async function reopenOrder(trx: Kysely<Database>, orderId: string): Promise<void> {
  const next = nextOrderState('refunded', 'refundFailed');
  if (!next) return;
  await trx
    .updateTable('order')
    .set({ state: next, closed_at: null })
    .where('id', '=', orderId)
    .where('state', '=', 'refunded')
    .execute();
}
