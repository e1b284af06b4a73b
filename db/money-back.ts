/**
 * Money that a provider says has gone back. What no refund of ours asked for was given back by somebody else, at the
 * provider itself or by a bank (PAY-15, PAY-17): it becomes a row of its own, so that our refunds and theirs together are
 * what the provider says, and staff and buyer hear of it.
 *
 * Runs in the transaction that records the fact, behind the order's lock.
 */
import { type Kysely, sql } from 'kysely';
import { newId } from '../runtime/chance.ts';
import { raiseFlag } from './order-flags.ts';
import type { PaymentFact } from './payments.ts';
import { askedBack, refundsOf, tellOfPart } from './refunds.ts';
import type { Database, PaymentRow } from './schema.ts';

export interface MoneyBack {
  /** The provider said more than was known. */
  readonly isNews: boolean;
  /** All of it was decided here. */
  readonly isAllOurs: boolean;
}

/** `payment` as it was before the fact. */
export async function recordMoneyBack(
  trx: Kysely<Database>,
  payment: PaymentRow,
  fact: PaymentFact,
): Promise<MoneyBack> {
  const said = fact.refundedAmount ?? (fact.state === 'refunded' ? fact.amount : 0);
  const refunds = await refundsOf(trx, payment.id);
  const ours = askedBack(refunds.filter(({ origin }) => origin === 'shop'));
  const isAllOurs = ours >= fact.amount;
  if (said <= payment.refunded_amount) return { isNews: false, isAllOurs };

  // A whole refund of ours that was made before it had a row of its own.
  const isEnd = payment.state === 'refund_pending' && said >= payment.amount;
  const others = isEnd ? 0 : Math.max(0, said - askedBack(refunds));
  await trx
    .updateTable('payment')
    .set({
      refunded_amount: said,
      refund_asked: sql`least(amount, greatest(refund_asked + ${others}, ${said}))`,
    })
    .where('id', '=', payment.id)
    .execute();
  if (others > 0) await recordOthers(trx, payment, fact, { amount: others, said });
  return { isNews: true, isAllOurs };
}

async function recordOthers(
  trx: Kysely<Database>,
  { id: paymentId, order_id: orderId }: PaymentRow,
  { currency, state, dispute }: PaymentFact,
  { amount, said }: { amount: number; said: number },
): Promise<void> {
  const isLost = dispute?.state === 'lost';
  const refundId = newId('rfd');
  const now = sql<Date>`now()`;
  await trx
    .insertInto('refund')
    .values({
      ...{ id: refundId, order_id: orderId, payment_id: paymentId, amount, currency },
      ...{ state: 'refunded', origin: 'provider', closed_at: now },
      key: `provider:${paymentId}:${said}`,
      reason: isLost ? 'dispute_lost' : 'refunded_at_provider',
    })
    .execute();
  if (state !== 'refunded') await tellOfPart(trx, orderId, refundId, paymentId);
  if (isLost) return; // The dispute has a flag of its own.
  await raiseFlag(trx, {
    kind: 'refunded_at_provider',
    key: `refunded_at_provider:${paymentId}:${said}`,
    orderId,
    paymentId,
    detail: { amount, currency, isWhole: state === 'refunded' },
  });
}
