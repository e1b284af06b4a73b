/**
 * Giving money back: all that is left of a payment (PAY-8), or one part of it (PAY-16). Each refund is a row, and the row's
 * id is its key at the provider: one that was made but not heard of is found and not made again. The rows say `pending`
 * first, so that outbox and reconciler keep asking until the provider has said that the money is with the buyer: a refund
 * may be on its way for days, and may fail after all (PAY-28).
 *
 * A provider that refuses is asked what is left. Where somebody gave money back there meanwhile, the refund is asked for
 * anew with what is left; where nothing changed it is tried again later, and staff are told.
 */
import { raiseFlag } from '../db/order-flags.ts';
import { closeRefunded, paymentById, recordPaymentFact } from '../db/payments.ts';
import { beginWholeRefund, closeRefund, refundById } from '../db/refunds.ts';
import type { PaymentRow, RefundRow } from '../db/schema.ts';
import { factOf, providerOf, recordFree } from './ask-provider.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { ProviderFailed } from './provider.ts';

/** Refused parts of one whole are asked for anew so often in one go: others' refunds at the provider are few. */
const ROUNDS_MAX = 3;

/** All that is left. Throws where the provider did not give it back yet: to be repeated. */
export async function refundPayment(
  deps: PaymentDeps,
  paymentId: string,
  reason: string | null,
): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const pending = await beginWholeRefund(deps.db, paymentId, reason);
    const payment = await paymentById(deps.db, paymentId);
    // Given back already, perhaps at the provider itself: then the order has waited for nothing else.
    if (payment?.state === 'refunded') return await closeRefunded(deps.db, payment.order_id);
    if (payment?.state !== 'refund_pending') {
      throw new Error(
        `payment ${paymentId} is ${payment?.state ?? 'unknown'}: there is nothing to give back`,
      );
    }
    if (payment.amount === 0) await recordFree(deps, payment, 'refunded');
    let isOnItsWay = false;
    for (const refund of pending) isOnItsWay = !(await giveBack(deps, payment, refund)) || isOnItsWay;
    // Days may pass: the reconciler goes on asking for the row.
    if (isOnItsWay) return;
    const now = await paymentById(deps.db, paymentId);
    if (now?.state === 'refunded') return;
  }
  throw new Error(`payment ${paymentId} is not refunded yet`);
}

/** One refund of a part. Throws where the provider did not decide yet: to be repeated. */
export async function refundPart(deps: PaymentDeps, refundId: string): Promise<void> {
  const refund = await refundById(deps.db, refundId);
  if (!refund) throw new Error(`refund ${refundId} is unknown`);
  if (refund.state !== 'pending') return;
  const payment = await paymentById(deps.db, refund.payment_id);
  if (!payment) throw new Error(`payment ${refund.payment_id} is unknown`);
  await giveBack(deps, payment, refund);
}

/** False where it is on its way. Decided by the provider, one way or the other, it is closed here. */
async function giveBack(deps: PaymentDeps, payment: PaymentRow, refund: RefundRow): Promise<boolean> {
  const provider = providerOf(deps, payment);
  const ref = payment.provider_ref;
  if (ref === null) throw new Error(`payment ${payment.id} has no reference at its provider`);
  const { id: key, amount } = refund;
  try {
    const said = await provider.refund(ref, { amount, key });
    const isDone = !said.refundsNotDone.some((one) => one.key === key && one.state === 'pending');
    await deps.db.transaction().execute(async (trx) => {
      await recordPaymentFact(trx, factOf(provider, said));
      if (isDone) await closeRefund(trx, refund, 'refunded');
    });
    return isDone;
  } catch (fault) {
    if (!isRefusal(fault)) throw fault;
    await afterRefusal(deps, payment, refund, fault);
    return true;
  }
}

/** An answer, and one that repeating does not change by itself. */
const isRefusal = (fault: unknown): fault is ProviderFailed =>
  fault instanceof ProviderFailed &&
  fault.status !== null &&
  [400, 402, 404, 409, 422].includes(fault.status);

async function afterRefusal(
  deps: PaymentDeps,
  payment: PaymentRow,
  refund: RefundRow,
  fault: ProviderFailed,
): Promise<void> {
  const provider = providerOf(deps, payment);
  const fact = factOf(provider, await provider.read(payment.provider_ref ?? ''));
  const left = fact.amount - (fact.refundedAmount ?? 0);
  await deps.db.transaction().execute(async (trx) => {
    const { order_id: orderId, id: paymentId } = payment;
    // No longer counted, so that what the provider gave back is known as somebody else's.
    if (left < refund.amount) await closeRefund(trx, refund, 'refused');
    await recordPaymentFact(trx, fact);
    await raiseFlag(trx, {
      kind: 'refund_refused',
      key: `refund_refused:${refund.id}`,
      orderId,
      paymentId,
      detail: { amount: refund.amount, left, answer: fault.message },
    });
  });
  if (left >= refund.amount) throw fault;
}
