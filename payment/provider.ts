/**
 * The provider seam: all that Usher asks of whoever moves the money. An adapter is a file beside this one;
 * whatever contract.test.ts asks of one it asks of all (PAY-10).
 *
 * The provider's word is the truth about money. Every call may be repeated: `create` is one payment per
 * `paymentId`, `refund` is one refund per `key`, `cancel` of something paid answers that it was paid.
 */

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
  readonly refundedAmount: number;
}

export interface PaymentAsk {
  readonly paymentId: string;
  readonly orderId: string;
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
  create(ask: PaymentAsk): Promise<{ readonly ref: string; readonly redirectUrl: string }>;
  read(ref: string): Promise<ProviderPayment>;
  /** Nobody can pay it afterwards; what was paid before stays paid, and the answer says so. */
  cancel(ref: string): Promise<ProviderPayment>;
  refund(ref: string, refund: { readonly amount: number; readonly key: string }): Promise<ProviderPayment>;
  /**
   * Of the untouched body. Refuses with `not_signed_in` what the provider did not sign, or signed long ago.
   * Says which object changed and not what became of it: that is read from the provider.
   */
  verifyWebhook(rawBody: string, headers: Headers): { readonly eventId: string; readonly ref: string };
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

export type Providers = ReadonlyMap<string, PaymentProvider>;
