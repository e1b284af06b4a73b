/**
 * What the writer is asked, and what it answers.
 *
 * A reserve comes over a Redis stream and may be lost: the visitor repeats it under the same id. Everything else is a row
 * in PostgreSQL (`command`), staged in the transaction of the fact that caused it, and cannot be lost.
 */
import type { PartAsked } from '../choose-units.ts';
import type { RefusalCode } from '../refusals.ts';

export interface LineAsked {
  readonly tierId: string;
  readonly quantity: number;
}

/** Asks for units of one sale, all of them or none. `id` names the request for ever: one answer, one effect (WRT-5). */
export interface ReserveCommand {
  readonly id: string;
  /** Digest of what was asked: the same id with another digest is refused. */
  readonly bodyHash: string;
  readonly saleId: string;
  /** The id that the order gets if it is granted. */
  readonly orderId: string;
  /** null only where the sale needs no pass (`shelf`). */
  readonly admissionId: string | null;
  readonly visitorId: string;
  readonly accountId: string | null;
  readonly emailIndex: string;
  readonly contactSealed: string;
  readonly addressSealed: string | null;
  readonly lines: readonly LineAsked[];
  /** Pay so much of it with points, which are held for this command (db/points-hold.ts). */
  readonly points?: number | undefined;
  /** With points: what is left to pay is nothing, or at least this (PNT-7). */
  readonly leastToPay?: number | undefined;
  /** The API instance that waits for the answer (redis/answers.ts). */
  readonly replyTo: string;
}

export interface LineGranted extends LineAsked {
  readonly unitAmount: number;
}

export interface Granted {
  readonly id: string;
  readonly bodyHash: string;
  readonly outcome: 'granted';
  readonly order: {
    readonly id: string;
    /** ISO 8601, UTC, on PostgreSQL's clock. */
    readonly holdExpiresAt: string;
    readonly lines: readonly LineGranted[];
    /** In money; what points pay is not in it. */
    readonly totalAmount: number;
    readonly currency: string;
    readonly points?: number;
  };
}

export interface NotGranted {
  readonly id: string;
  readonly bodyHash: string;
  readonly outcome: 'refused';
  readonly code: RefusalCode;
  /** With sold_out: what is free of each tier that was asked for. */
  readonly left?: Readonly<Record<string, number>>;
}

export type WriterAnswer = Granted | NotGranted;

/** The commands that are rows, by kind, with their payloads. `orderId` is null for those about the stock alone. */
export type RowCommand =
  /** The provider captured this much for the order. */
  | { readonly kind: 'confirm'; readonly orderId: string; readonly payload: CapturedPayment }
  /** The buyer cancels: gives a hold back, or what was paid where nothing is shipped or checked in. */
  | { readonly kind: 'release'; readonly orderId: string; readonly payload: Act }
  /** The provider says that nothing will be captured any more. */
  | {
      readonly kind: 'lapse';
      readonly orderId: string;
      readonly payload: { readonly paymentId: string | null };
    }
  /**
   * Staff gives money back: of some units, or of all that the order still has. Or its money is gone already, because the
   * buyer's bank or somebody at the provider gave it back.
   */
  | {
      readonly kind: 'refund';
      readonly orderId: string;
      readonly payload: Act & RefundAsked;
    }
  /** Goods of one return have arrived: into stock, and their money home. */
  | {
      readonly kind: 'take_back';
      readonly orderId: string;
      readonly payload: Act & { readonly returnId: string };
    }
  /** New capacities: all of them or none. */
  | { readonly kind: 'adjust'; readonly orderId: null; readonly payload: Adjustment }
  /** A tier is sold no more. */
  | { readonly kind: 'remove_tier'; readonly orderId: null; readonly payload: TierRemoval };

export interface CapturedPayment {
  readonly paymentId: string;
  readonly amount: number;
  readonly currency: string;
}
export interface Act {
  readonly reason: string | null;
  /** Who: `buyer`, or a staff id. */
  readonly by: string;
}
export interface RefundAsked {
  readonly lines?: readonly PartAsked[] | undefined;
  readonly moneyIsGone?: boolean | undefined;
  /** Goods were sent, and the buyer keeps them. */
  readonly unitsStay?: boolean | undefined;
}
export interface Adjustment {
  readonly tiers: readonly { readonly id: string; readonly capacity: number }[];
  readonly by: string;
}
export interface TierRemoval {
  readonly tierId: string;
  readonly by: string;
}

/** Somebody asked for it and reads the answer; anything else is staged by a fact: money, a calendar, a provider's word. */
export const isOfPerson = ({ payload }: RowCommand): boolean =>
  'by' in payload && (payload.by === 'buyer' || payload.by.startsWith('staff:'));

/**
 * What became of a row. `unchanged`: what it asked for is already so, or no longer applies (a late or repeated fact).
 * `failed`: it could not be decided at all; the log says why.
 */
export type RowResult =
  | {
      readonly outcome: 'done';
      readonly orderState?: string;
      readonly late?: boolean;
      readonly refund?: boolean;
    }
  | { readonly outcome: 'unchanged'; readonly orderState?: string; readonly refund?: boolean }
  | {
      readonly outcome: 'refused';
      readonly code: RefusalCode;
      readonly left?: Readonly<Record<string, number>>;
    }
  | { readonly outcome: 'failed' };
