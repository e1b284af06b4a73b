/**
 * What the points of an order come to (PNT-3 to PNT-5). Pure: its state and its money say what should have been written,
 * and the difference to what was written is what is still to be written, so that settling again, late or twice changes
 * nothing.
 *
 * Points are earned on money, not on points. Tickets earn them when they are paid, and lose them with the refund; goods
 * earn them when they can no longer be given back.
 */
import type { OrderState } from './order-lifecycle.ts';
import type { Fulfilment } from './sale.ts';
import type { TakenBackBy } from './taken-back.ts';

export interface PointsOfOrder {
  readonly state: OrderState;
  readonly fulfilment: Fulfilment;
  readonly totalAmount: number;
  readonly refundedAmount: number;
  readonly pointsSpent: number;
  readonly refundedPoints: number;
  readonly takenBackBy: TakenBackBy | null;
}

/** What was written for the order so far. */
export interface PointsWritten {
  /** Null: nothing was earned yet. */
  readonly earned: { readonly amount: number; readonly ofAmount: number } | null;
  readonly takenBack: number;
  readonly givenBack: number;
}

export interface PointsDue {
  readonly earn: { readonly amount: number; readonly ofAmount: number } | null;
  readonly takeBack: number;
  readonly giveBack: number;
}

/** Nothing was bought with it in the end. */
const undone: readonly OrderState[] = ['cancelled', 'lapsed', 'returned', 'refund_pending', 'refunded'];
const earning: Readonly<Record<Fulfilment, readonly OrderState[]>> = {
  ticket: ['paid', 'issued'],
  shipping: ['confirmed'],
};

/**
 * Its money is gone, and its units are not: nothing is earned by it. What was paid with points stays paid where a bank or
 * the provider took the money; staff gives back all that was paid (PAY-26).
 */
const moneyless: readonly OrderState[] = [...undone, 'written_off'];

/** `percent` of the money, in whole points. */
export function pointsDue(order: PointsOfOrder, written: PointsWritten, percent: number): PointsDue {
  const isRepaid = order.state === 'written_off' && order.takenBackBy === 'staff';
  const isUndone = isRepaid || undone.includes(order.state);
  const money = moneyless.includes(order.state) ? 0 : order.totalAmount - order.refundedAmount;
  const isEarning = written.earned === null && earning[order.fulfilment].includes(order.state);
  const amount = isEarning ? partOf(money, percent, 100) : 0;
  const earn = amount > 0 ? { amount, ofAmount: money } : null;
  const { earned } = written;
  const kept = earned ? partOf(earned.amount, Math.min(money, earned.ofAmount), earned.ofAmount) : 0;
  const back = isUndone ? order.pointsSpent : order.refundedPoints;
  return {
    earn,
    takeBack: Math.max(0, (earned?.amount ?? 0) - kept - written.takenBack),
    giveBack: Math.max(0, back - written.givenBack),
  };
}

/** `whole` × `part` / `of`, without leaving whole numbers on the way. */
const partOf = (whole: number, part: number, of: number): number =>
  Number((BigInt(whole) * BigInt(part)) / BigInt(of));
