/**
 * Deciding that some units of a paid order go back while the rest of it stays (ORD-15, SHP-6): exactly those units return to
 * stock, their price at the order's own prices goes home, and as many of their tickets end.
 *
 * A part that is all the order still has is a refund of the whole: the order ends with it. However many parts are asked for
 * at once, each is decided after the one before, on what that one left.
 */
import {
  type Chosen,
  chooseUnits,
  type FreeLine,
  freePerTier,
  type PartAsked,
  unitsOf,
} from '../choose-units.ts';
import { nextOrderState, type OrderAction } from '../order-lifecycle.ts';
import { nextShare, type Share } from '../refund-share.ts';
import type { Act, RowResult } from './command.ts';
import type { LedgerKind } from './decision.ts';
import type { Draft, OrderDraft } from './draft.ts';
import { refundOrder } from './give-back.ts';
import { stagePoints } from './stage-points.ts';
import { tellPartWithoutMoney } from './tell-ending.ts';

export interface PartRow {
  readonly key: string;
  readonly orderId: string;
  readonly payload: Act;
}

export function decidePartRefund(
  draft: Draft,
  order: OrderDraft,
  row: PartRow,
  asked: readonly PartAsked[],
): RowResult {
  if (nextOrderState(order.state, 'refundPart') === null || order.paymentId === null) {
    return { outcome: 'refused', code: 'order_not_cancellable' };
  }
  const lines = refundableLines(order);
  const chosen = chooseUnits(lines, asked);
  if (!chosen) return { outcome: 'refused', code: 'refund_too_large', left: freePerTier(lines) };
  if (unitsOf(chosen) === order.units) return refundOrder(draft, order, row);
  // Somebody gave money back at the provider itself: staff is not promised more than there is.
  if (shareOfPart(order, chosen).amount > order.moneyLeft)
    return { outcome: 'refused', code: 'refund_too_large', left: freePerTier(lines) };
  return giveBackPart(draft, order, row, { chosen, kind: 'part_refund', action: 'refundPart' });
}

interface Part {
  readonly chosen: readonly Chosen[];
  /** Why its stock moves. */
  readonly kind: LedgerKind;
  /** Leads from the order's state to itself. */
  readonly action: OrderAction;
}

/** Fewer units than the order still has, for their share of its money or what its payment still has of that. */
export function giveBackPart(
  draft: Draft,
  order: OrderDraft,
  row: PartRow,
  { chosen, kind, action }: Part,
): RowResult {
  const { id, buyer, paymentId } = order;
  if (paymentId === null) return { outcome: 'refused', code: 'order_not_cancellable' };
  const { amount: due, points } = shareOfPart(order, chosen);
  const amount = Math.min(due, order.moneyLeft);
  const lines = order.lines.map(({ tierId, lineNo }) => ({ tierId, quantity: quantityOf(chosen, lineNo) }));
  const units = unitsOf(chosen);
  draft.move({ kind, commandId: row.key, orderId: id, lines, from: 'sold', to: 'available' });
  draft.countUnits(buyer, -units);
  for (const line of order.lines) line.refundedQuantity += quantityOf(chosen, line.lineNo);
  order.units -= units;
  draft.changeOrder(order, action);
  notePart(draft, order, row, { paymentId, chosen, share: { amount, points }, unitsStay: false });
  return { outcome: 'done', orderState: order.state, refund: true };
}

/** Money and points that are due for these units, after what parts gave back before. */
export function shareOfPart(order: OrderDraft, chosen: readonly Chosen[]): Share {
  const before = worthOf(order, (line) => line.refundedQuantity + line.repaidQuantity);
  return nextShare(
    order,
    before,
    worthOf(order, ({ lineNo }) => quantityOf(chosen, lineNo)),
  );
}

export interface PartNoted {
  readonly paymentId: string;
  readonly chosen: readonly Chosen[];
  readonly share: Share;
  readonly unitsStay: boolean;
}

/** The part's money is on its way from here on; its order is changed by the caller. */
export function notePart(
  draft: Draft,
  order: OrderDraft,
  { key: commandKey, payload: { reason, by } }: PartRow,
  { paymentId, chosen, share: { amount, points }, unitsStay }: PartNoted,
): void {
  order.refundedAmount += amount;
  order.refundedPoints += points;
  order.moneyLeft -= amount;
  draft.partRefunds.push({
    ...{ orderId: order.id, paymentId, commandKey, lines: chosen, amount, points, reason, by, unitsStay },
  });
  stagePoints(draft, order, `part:${commandKey}`);
  if (amount === 0) tellPartWithoutMoney(draft, order, commandKey);
}

/** Units whose ticket let somebody in, and those that were paid back, stay bought. */
export const refundableLines = ({ lines }: OrderDraft): FreeLine[] =>
  lines.map(({ lineNo, tierId, quantity, refundedQuantity, repaidQuantity, usedQuantity }) => ({
    ...{ lineNo, tierId, free: Math.max(0, quantity - refundedQuantity - repaidQuantity - usedQuantity) },
  }));

export const quantityOf = (chosen: readonly Chosen[], lineNo: number): number =>
  chosen.find((one) => one.lineNo === lineNo)?.quantity ?? 0;

const worthOf = ({ lines }: OrderDraft, quantity: (line: OrderDraft['lines'][number]) => number): number =>
  lines.reduce((sum, line) => sum + quantity(line) * line.unitAmount, 0);
