/**
 * The provider seam: all that Usher asks of whoever moves the money. An adapter is a file beside this one;
 * whatever contract.test.ts asks of one it asks of all (PAY-10).
 *
 * The provider's word is the truth about money. Every call may be repeated: `create` is one payment per
 * `paymentId`, `refund` is one refund per `key`, `cancel` of something paid answers that it was paid.
 */
import type { PaymentBrand } from '../domain/payment-brands.ts';

/** `pending`: somebody may still pay it. `refunded`: all that was captured has gone back. */
export type ProviderPaymentState = 'pending' | 'succeeded' | 'declined' | 'cancelled' | 'refunded';

export interface ProviderPayment {
  readonly ref: string;
  /** Ours; it ties the provider's object to our row even where the answer to `create` was lost. */
  readonly paymentId: string;
  readonly state: ProviderPaymentState;
  /** What was asked for, or captured, in minor units: as the provider tells it. */
  readonly amount: number;
  readonly currency: string;
  /** By refunds that are done, ours and others'; one that is on its way does not count, nor one that failed after all. */
  readonly refundedAmount: number;
  /** Refunds that have not reached the buyer, ours and others'. */
  readonly refundsNotDone: readonly RefundNotDone[];
  /** The latest one; null where nobody ever disputed it. */
  readonly dispute: ProviderDispute | null;
}

/** `pending`: on its way, which may take days. `failed`: it never arrives, though it may have counted as done before. */
export interface RefundNotDone {
  /** The provider's; each try of one refund has its own. */
  readonly ref: string;
  /** What `refund` was asked under; null where it was made at the provider itself. */
  readonly key: string | null;
  readonly amount: number;
  readonly state: 'pending' | 'failed';
}

/** A buyer's bank asks the money back. `open` until it has decided; `lost`: the money is gone. */
export interface ProviderDispute {
  readonly ref: string;
  readonly state: 'open' | 'won' | 'lost';
  readonly amount: number;
  readonly reason: string | null;
}

/** One thing that happened to money at the provider, as its own account tells it. */
export interface ProviderChange {
  /** What `read` takes. */
  readonly ref: string;
  /** Ours, where the provider's object names it. */
  readonly paymentId: string | null;
  readonly orderId: string | null;
  /** Another shop that shares the provider's account made it, or somebody by hand: not ours to touch. */
  readonly isForeign: boolean;
  readonly what: 'captured' | 'refunded' | 'refund_decided' | 'disputed';
  /** Captured, or gone back so far; of `refund_decided` that of one refund, which was on its way or failed after all. */
  readonly amount: number;
  readonly currency: string;
}

export interface ChangesAsk {
  readonly from: Date;
  readonly to: Date;
  /** `next` of the page before; null for the first. */
  readonly after: string | null;
}

export interface PaymentAsk {
  readonly paymentId: string;
  readonly orderId: string;
  readonly saleId: string;
  readonly amount: number;
  readonly currency: string;
  /** Where the buyer goes after paying or declining. */
  readonly returnUrl: string;
  /** What the buyer reads on the provider's page. */
  readonly description: string;
  /** From then on the provider takes no money for it, even if nobody cancels. */
  readonly expiresAt: Date;
}

export interface PaymentProvider {
  readonly name: string;
  /** Pages say so wherever a price stands. */
  readonly isTestMoney: boolean;
  /** What its page offers, as buyers know it. */
  readonly brands: readonly PaymentBrand[];
  /** Below it no payment is taken (PAY-31), in minor units; 0 where any amount is. */
  leastOf(currency: string): number;
  create(ask: PaymentAsk): Promise<{ readonly ref: string; readonly redirectUrl: string }>;
  read(ref: string): Promise<ProviderPayment>;
  /** Nobody can pay it afterwards; what was paid before stays paid, and the answer says so. */
  cancel(ref: string): Promise<ProviderPayment>;
  /**
   * `amount` is of the payment, whole or a part; all refunds together are never more than was captured. It may be on its
   * way when this answers; one that failed after all is made anew, a few times, and then refused.
   */
  refund(ref: string, refund: { readonly amount: number; readonly key: string }): Promise<ProviderPayment>;
  /** All that happened from `from` on and before `to`, a page at a time, in the provider's own order (PAY-19). */
  changes(
    ask: ChangesAsk,
  ): Promise<{ readonly changes: readonly ProviderChange[]; readonly next: string | null }>;
  /**
   * Of the untouched body. Refuses with `not_signed_in` what the provider did not sign, or signed long ago.
   * Says which object changed and not what became of it: that is read from the provider. `ref` is null where the event
   * is about something that is no payment at all: a provider's account may be used for more than this shop.
   */
  verifyWebhook(rawBody: string, headers: Headers): { readonly eventId: string; readonly ref: string | null };
}

/** The provider did not do it, or we cannot know whether it did. Repeating the call is safe. */
export class ProviderFailed extends Error {
  override readonly name = 'ProviderFailed';
  /** HTTP status; null where no answer came in time. */
  readonly status: number | null;

  constructor(what: string, status: number | null, options?: ErrorOptions) {
    super(what, options);
    this.status = status;
  }
}

/** It will never take this payment, however often it is asked: so small an amount, say, that it takes none. */
export class PaymentNotTaken extends ProviderFailed {}

export type Providers = ReadonlyMap<string, PaymentProvider>;
