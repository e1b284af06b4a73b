/**
 * What the writer's decision looks at: one moment of one sale as PostgreSQL has it, read behind the fence of the batch, so
 * that nobody else changes it before the decision is committed.
 */
import type { Chosen } from '../choose-units.ts';
import type { OrderState } from '../order-lifecycle.ts';
import type { PaymentState } from '../payment-rank.ts';
import type { Fulfilment, SaleMode, SaleState } from '../sale.ts';
import type { Buyer, UnitsByBuyer } from './buyer.ts';
import type { LineGranted, ReserveCommand, RowCommand, WriterAnswer } from './command.ts';

export interface SaleFact {
  readonly id: string;
  readonly state: SaleState;
  readonly mode: SaleMode;
  readonly fulfilment: Fulfilment;
  readonly currency: string;
  readonly perVisitorMax: number;
  readonly holdMinutes: number;
  /** When what it sells takes place; null: nobody said. */
  readonly startsAtMs: number | null;
}

export interface TierFact {
  readonly id: string;
  readonly priceAmount: number;
  readonly capacity: number;
  readonly available: number;
  readonly held: number;
  readonly sold: number;
  /** It is sold no more; its orders keep their units of it (CAT-17). */
  readonly isRemoved: boolean;
}

/** An admission of this sale. */
export interface PassFact {
  readonly visitorId: string;
  readonly isShopping: boolean;
  /** On PostgreSQL's clock; null before the claim. */
  readonly passEndsAtMs: number | null;
  /** A turn of a raffle or a reserve list, whose unit is promised to it or in its basket; absent: of the line. */
  readonly turn?: 'promised' | 'inBasket';
}

/** What of the free units is not everybody's (RAF-6). */
export interface PromiseFacts {
  /** Turns that last and have put nothing into a basket. */
  readonly promised: number;
  /** Who waits on the reserve list of a line: asked before anybody else buys. */
  readonly listed: number;
}

export interface OrderLineFact extends LineGranted {
  readonly lineNo: number;
  /** Given back before, in parts. */
  readonly refundedQuantity: number;
  /** Paid back before, in parts, and with the buyer for good. */
  readonly repaidQuantity: number;
  /** Units whose ticket let somebody in: nobody gives those back. */
  readonly usedQuantity: number;
}

/** Points that were taken from a balance for a reserve at hand. */
export interface PointsHeld {
  readonly accountId: string;
  readonly currency: string;
  readonly amount: number;
}

export interface OrderFact {
  readonly id: string;
  readonly state: OrderState;
  readonly admissionId: string | null;
  readonly buyer: Buyer;
  readonly lines: readonly OrderLineFact[];
  /** Those that it still has: what parts gave back is not among them. */
  readonly units: number;
  /** In money, all of it; what parts gave back is in refundedAmount. */
  readonly totalAmount: number;
  readonly pointsSpent: number;
  readonly refundedAmount: number;
  readonly refundedPoints: number;
  /** Of the payment that paid it: what nobody has asked back yet. */
  readonly moneyLeft: number;
  readonly currency: string;
  readonly holdExpiresAtMs: number;
  readonly holdCapAtMs: number;
  /** The payment that paid it. */
  readonly paymentId: string | null;
  readonly late: boolean;
  /** Its admission is a turn of a raffle or a reserve list, and lasts. */
  readonly isOfTurn: boolean;
  /** Somebody was let in with a ticket of it. */
  readonly isCheckedIn: boolean;
}

/** Units of delivered goods that were asked back, which nobody has decided yet. */
export interface ReturnFact {
  readonly id: string;
  readonly orderId: string;
  readonly lines: readonly Chosen[];
  /** What the buyer wrote. */
  readonly reason: string;
}

export interface PaymentFactKnown {
  readonly orderId: string;
  readonly state: PaymentState;
}

export interface StoredAnswer {
  readonly bodyHash: string;
  readonly answer: WriterAnswer;
}

export interface Facts {
  /** PostgreSQL's clock, after the fence. */
  readonly nowMs: number;
  readonly sale: SaleFact;
  readonly tiers: readonly TierFact[];
  readonly units: UnitsByBuyer;
  readonly promises: PromiseFacts;
  /** By command id, of the reserves at hand. */
  readonly answers: ReadonlyMap<string, StoredAnswer>;
  /** By admission id, of the reserves at hand. */
  readonly passes: ReadonlyMap<string, PassFact>;
  /** By order id: of the rows at hand, the due ones, and those held under the same admissions. */
  readonly orders: ReadonlyMap<string, OrderFact>;
  /** By command id, of the reserves at hand that pay with points. */
  readonly pointsHeld: ReadonlyMap<string, PointsHeld>;
  /** By payment id, of the confirms at hand. */
  readonly payments: ReadonlyMap<string, PaymentFactKnown>;
  /** Of the orders whose goods come back, all that are open, in the order of asking. */
  readonly returns: readonly ReturnFact[];
}

/** A command that is a row, not done yet. */
export type OpenRow = RowCommand & { readonly rowId: number; readonly key: string };

/** What is at hand, in the order in which it is decided: what settles orders comes first, so that its stock can be sold. */
export interface Batch {
  readonly rows: readonly OpenRow[];
  /** Orders whose hold, or its hard cap, is over. */
  readonly dueOrderIds: readonly string[];
  readonly reserves: readonly ReserveCommand[];
}
