/**
 * What a decision changes: everything that one transaction writes, and whom to answer afterwards. Plain
 * data; db/writer-commit.ts writes it, whole or not at all.
 */
import type { OrderState } from '../order-lifecycle.ts';
import type { RefusalCode } from '../refusals.ts';
import type { TakenBackBy } from '../taken-back.ts';
import type { Buyer } from './buyer.ts';
import type { LineGranted, RowCommand, RowResult, WriterAnswer } from './command.ts';

export type LedgerKind =
  | 'capacity'
  | 'reserve'
  | 'confirm'
  | 'lapse'
  | 'cancel'
  | 'late'
  | 'refund'
  | 'part_refund'
  | 'return';

/** One movement of one tier's stock. Its sequence is given when it is written. */
export interface LedgerEntry {
  readonly kind: LedgerKind;
  readonly tierId: string;
  readonly orderId: string | null;
  readonly commandId: string;
  readonly availableDelta: number;
  readonly heldDelta: number;
  readonly soldDelta: number;
}

export interface NewOrder {
  readonly id: string;
  readonly buyer: Buyer;
  readonly admissionId: string | null;
  readonly contactSealed: string;
  readonly addressSealed: string | null;
  readonly lines: readonly LineGranted[];
  readonly units: number;
  readonly totalAmount: number;
  readonly pointsSpent: number;
  /** The reserve that it was granted to: points are held under this id. */
  readonly commandId: string;
}

export interface OrderChange {
  readonly id: string;
  readonly state: OrderState;
  /** null keeps the one there is. */
  readonly reason: string | null;
  /** null keeps the one there is. */
  readonly takenBackBy: TakenBackBy | null;
  readonly paymentId: string | null;
  readonly isPaidNow: boolean;
  readonly late: boolean;
  /** What it still has, and what parts gave back of it. */
  readonly units: number;
  readonly refundedAmount: number;
  readonly refundedPoints: number;
}

/** Units of an order that go back, or whose money does, while the rest of it stays (ORD-15, PAY-26). */
export interface PartRefund {
  readonly orderId: string;
  readonly paymentId: string;
  readonly commandKey: string;
  readonly lines: readonly { readonly lineNo: number; readonly quantity: number }[];
  readonly amount: number;
  readonly points: number;
  readonly reason: string | null;
  readonly by: string;
  /** Only their money goes. */
  readonly unitsStay: boolean;
}

/** A return whose goods have arrived. */
export interface ReturnTaken {
  readonly id: string;
  readonly orderId: string;
  readonly commandKey: string;
  readonly by: string;
}

/** What was due by itself and did not fit its order: nobody waits for the answer, so that staff must hear of it (PAY-28). */
export interface RefusedCommand {
  readonly key: string;
  readonly kind: RowCommand['kind'];
  readonly orderId: string | null;
  readonly code: RefusalCode;
}

export interface StagedEffect {
  readonly topic: 'tickets_issue' | 'payment_cancel' | 'payment_refund' | 'points' | 'mail';
  readonly key: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Reply {
  readonly replyTo: string;
  readonly answer: WriterAnswer;
}

export interface Decision {
  readonly nowMs: number;
  /** New orders' holds: all of one batch begin and end together. */
  readonly holdExpiresAtMs: number;
  readonly holdCapAtMs: number;
  readonly currency: string;
  readonly newOrders: readonly NewOrder[];
  readonly orderChanges: readonly OrderChange[];
  readonly ledger: readonly LedgerEntry[];
  readonly answersToStore: readonly WriterAnswer[];
  readonly replies: readonly Reply[];
  readonly rowResults: readonly { readonly rowId: number; readonly result: RowResult }[];
  readonly commandsRefused: readonly RefusedCommand[];
  readonly outbox: readonly StagedEffect[];
  /** Captured payments that go back: their rows say so in the same transaction. */
  readonly paymentsToRefund: readonly { readonly id: string; readonly reason: string }[];
  readonly partRefunds: readonly PartRefund[];
  readonly returnsTaken: readonly ReturnTaken[];
  readonly tiersRemoved: readonly string[];
  readonly ordersWithVoidTickets: readonly string[];
  readonly admissionsFinished: readonly string[];
  /** Turns whose hold was lost by no fault of their visitors: the right to another one (ADM-12). */
  readonly turnsBroken: readonly string[];
  /** What the stock makes of the sale; null: nothing new. */
  readonly saleState: 'soldOut' | 'open' | null;
  /** Whether the public words about stock (plenty, few, held, none) change. */
  readonly isAvailabilityNew: boolean;
  /** The buyers' new counts, for the writer's memory. */
  readonly unitsChanged: ReadonlyMap<string, number>;
}
