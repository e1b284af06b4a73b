/**
 * Giving all of a payment's money back, once (PAY-8): the key at the provider is our payment's id, so a
 * refund that was made but not heard of is found and not made again. The row says `refund_pending` first, so
 * that the reconciler keeps asking.
 */
import { beginRefund } from '../db/payment-endings.ts';
import { closeRefunded, paymentById } from '../db/payments.ts';
import { askProvider, recordFree } from './ask-provider.ts';
import type { PaymentDeps } from './payment-deps.ts';

/** Throws where the provider did not give it back yet: to be repeated. */
export async function refundPayment(
  deps: PaymentDeps,
  paymentId: string,
  reason: string | null,
): Promise<void> {
  await beginRefund(deps.db, paymentId, reason);
  const payment = await paymentById(deps.db, paymentId);
  // Given back already, perhaps at the provider itself: then the order has waited for nothing else.
  if (payment?.state === 'refunded') return await closeRefunded(deps.db, payment.order_id);
  if (payment?.state !== 'refund_pending') {
    throw new Error(`payment ${paymentId} is ${payment?.state ?? 'unknown'}: there is nothing to give back`);
  }
  const { amount } = payment;
  if (amount === 0) await recordFree(deps, payment, 'refunded');
  else await askProvider(deps, payment, (provider, ref) => provider.refund(ref, { amount, key: paymentId }));

  const now = await paymentById(deps.db, paymentId);
  if (now?.state !== 'refunded') throw new Error(`payment ${paymentId} is not refunded yet`);
}
