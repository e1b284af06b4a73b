/**
 * Begins paying an order, from the checkout as from the order's own page (PAY-24). Who holds the order pays it: its key is
 * enough, or the account. The pass that this browser keeps for the sale goes along where there is one, and opens nothing:
 * it says whose turn it is that breaks where this fails (ADM-15).
 */
import { orderKey } from '../browser-storage/kept-order.ts';
import { keptPass } from '../browser-storage/kept-pass.ts';
import { type Answer, ask, type Question } from '../server/ask.ts';

export interface PaymentAsked {
  readonly orderId: string;
  /** The sale's. */
  readonly slug: string | null;
  readonly provider: string;
  /** How a visitor who is signed in says so. */
  readonly signedIn?: Question['headers'];
}

export const beginPayment = ({
  orderId,
  slug,
  provider,
  signedIn,
}: PaymentAsked): Promise<Answer<{ readonly redirectUrl: string }>> =>
  ask('POST', `/orders/${encodeURIComponent(orderId)}/payments`, {
    body: { provider },
    headers: {
      'usher-order-key': orderKey(orderId) ?? undefined,
      'usher-pass': slug === null ? undefined : keptPass(slug)?.pass,
      ...signedIn,
    },
  });
