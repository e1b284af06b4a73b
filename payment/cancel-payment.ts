/**
 * Closing what may still be paid for an order that is due or given back (PAY-7). The provider's word decides:
 * what it cancels lapses the order, what it has captured confirms it. Where nothing is open the order need
 * not wait.
 */
import { lapseUnlessPayable } from '../db/payment-endings.ts';
import { openPaymentOf } from '../db/payments.ts';
import { askProvider } from './ask-provider.ts';
import type { PaymentDeps } from './payment-deps.ts';

/** Throws where the provider is silent or has not decided: to be repeated. */
export async function cancelPayment(deps: PaymentDeps, orderId: string): Promise<void> {
  const open = await openPaymentOf(deps.db, orderId);
  if (open) {
    const { isOpen } = await askProvider(deps, open, (provider, ref) => provider.cancel(ref));
    if (isOpen) throw new Error(`payment ${open.id} is still open at its provider`);
  }
  await deps.db.transaction().execute((trx) => lapseUnlessPayable(trx, orderId));
}
