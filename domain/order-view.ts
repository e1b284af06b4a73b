/** An order as its buyer and the staff see it: what the API answers and pages read. */
import type { OrderState } from './order-lifecycle.ts';
import type { Fulfilment, Money } from './sale.ts';

export interface OrderLineView {
  readonly tierId: string;
  readonly name: string;
  readonly quantity: number;
  /** Of one unit, as it was when the order was made. */
  readonly price: Money;
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
}

export interface OrderView {
  readonly id: string;
  readonly state: OrderState;
  readonly sale: {
    readonly slug: string;
    readonly title: string;
    readonly venue: string | null;
    readonly startsAt: string | null;
    readonly fulfilment: Fulfilment;
  };
  readonly lines: readonly OrderLineView[];
  readonly total: Money;
  readonly contact: { readonly email: string; readonly name: string };
  readonly createdAt: string;
  readonly holdExpiresAt: string;
  readonly paidAt: string | null;
  readonly closedAt: string | null;
  readonly reason: string | null;
  /** Delivered goods can be given back until this instant; null where they cannot. */
  readonly returnableUntil: string | null;
  /** True while the buyer may still take the order back. */
  readonly cancellable: boolean;
  readonly payments: readonly {
    readonly id: string;
    readonly provider: string;
    readonly state: string;
    readonly amount: Money;
  }[];
}

export interface TicketView {
  readonly id: string;
  readonly tierId: string;
  /** Signed; what the QR code shows. */
  readonly token: string;
  readonly state: 'valid' | 'void' | 'used';
}

export interface PaymentMethod {
  readonly provider: string;
  readonly label: string;
  /** No real money moves: pages say so. */
  readonly test: boolean;
}
