/** An order as its buyer and the staff see it: what the API answers and pages read. */
import type { OrderState } from './order-lifecycle.ts';
import type { PostalAddress } from './postal-address.ts';
import type { Fulfilment, Money } from './sale.ts';
import type { TakenBackBy } from './taken-back.ts';

export interface OrderLineView {
  readonly tierId: string;
  readonly name: string;
  readonly quantity: number;
  /** Of one unit, as it was when the order was made. */
  readonly price: Money;
}

/** A line with what became of it. */
export interface OrderedLine extends OrderLineView {
  readonly lineNo: number;
  /** Units that parts gave back. */
  readonly refundedQuantity: number;
  /** Units that were paid back and stay with the buyer. */
  readonly repaidQuantity: number;
  /** Units that were asked back, which nobody has decided yet. */
  readonly returningQuantity: number;
  readonly state: OrderState;
}

/** Some units that went back, or whose money did, while the rest of the order stayed. */
export interface PartRefundView {
  readonly at: string;
  readonly lines: readonly { readonly lineNo: number; readonly quantity: number }[];
  readonly amount: Money;
  readonly points: number;
  readonly reason: string | null;
  /** Only their money went back: they stay with the buyer. */
  readonly unitsStay: boolean;
  /** Goods that were asked back and have arrived: `reason` is the buyer's own. */
  readonly isReturn: boolean;
}

/** Delivered units that the buyer asked to give back, and what became of it. */
export interface ReturnView {
  readonly id: string;
  readonly at: string;
  readonly lines: readonly { readonly lineNo: number; readonly quantity: number }[];
  readonly reason: string;
  readonly state: 'asked' | 'taken_back' | 'refused';
  readonly decidedAt: string | null;
  /** Why it was refused. */
  readonly answer: string | null;
}

/** The answer to `POST /sales/SLUG/orders`; the same again under the same Idempotency-Key. */
export interface PlacedOrder {
  readonly id: string;
  /** Opens the order without an account: header `Usher-Order-Key`. */
  readonly key: string;
  readonly state: 'held';
  readonly holdExpiresAt: string;
  readonly lines: readonly OrderLineView[];
  readonly total: Money;
  /** What points pay of it; left out where none do. */
  readonly points?: number | undefined;
}

export interface OrderView {
  readonly id: string;
  readonly state: OrderState;
  readonly sale: {
    readonly slug: string;
    readonly title: string;
    readonly venue: string | null;
    readonly startsAt: string | null;
    /** Of the place, for when it starts. */
    readonly timeZone: string;
    readonly accent: string | null;
    readonly fulfilment: Fulfilment;
  };
  readonly lines: readonly OrderedLine[];
  /** In money; what points paid is not in it. */
  readonly total: Money;
  readonly pointsSpent: number;
  /** Given back in parts so far; an order that is refunded as a whole went back wholly. */
  readonly refunded: Money;
  /** Given back at the provider itself, or by a bank, and in no part; copies that browsers keep from before do not say. */
  readonly refundedByOthers?: Money;
  readonly partRefunds: readonly PartRefundView[];
  readonly returns: readonly ReturnView[];
  readonly contact: { readonly email: string; readonly name: string };
  /** Null where nothing is sent by post, or what named the person was erased. */
  readonly address: PostalAddress | null;
  readonly createdAt: string;
  readonly holdExpiresAt: string;
  readonly paidAt: string | null;
  readonly closedAt: string | null;
  readonly reason: string | null;
  /** Null where nobody did; copies that browsers keep from before do not say. */
  readonly takenBackBy?: TakenBackBy | null;
  /** Delivered goods can be given back until this instant; null where they cannot, or all of them are asked back. */
  readonly returnableUntil: string | null;
  /**
   * True while the buyer may still take the order back: none of it was used or sent; of paid tickets that ends at the sale's
   * `startsAt`.
   */
  readonly cancellable: boolean;
  readonly payments: readonly {
    readonly id: string;
    readonly provider: string;
    readonly state: string;
    readonly amount: Money;
  }[];
}

export interface PaymentMethod {
  readonly provider: string;
  /** In English. */
  readonly label: string;
  /** In the reader's language; an api of older times does not say. */
  readonly names?: { readonly ko: string; readonly en: string };
  /** What its page offers, by the names that buyers know; an api of older times does not say. */
  readonly brands?: readonly {
    readonly code: string;
    readonly label: { readonly ko: string; readonly en: string };
  }[];
  /** No real money moves: pages say so. */
  readonly test: boolean;
}
