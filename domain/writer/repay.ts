/**
 * Deciding that money goes home for goods that were sent, while the units stay where they are, on their way or with the
 * buyer (PAY-26): no stock moves, and the buyer's count stays. What was paid back is neither paid back again nor sent back.
 *
 * Once no unit has any money left the order is written off: its money is gone, and its units are not.
 */
import { type Chosen, chooseUnits, freePerTier, type PartAsked, unitsOf } from '../choose-units.ts';
import { nextOrderState } from '../order-lifecycle.ts';
import { takenBackBy } from '../taken-back.ts';
import type { RowResult } from './command.ts';
import { stageRefund } from './confirm.ts';
import type { Draft, OrderDraft } from './draft.ts';
import { notePart, type PartRow, quantityOf, refundableLines, shareOfPart } from './part-refund.ts';
import { stagePoints } from './stage-points.ts';
import { tellTakenBack } from './tell-ending.ts';

/** `asked` left out: all units that have their money yet. */
export function decideRepay(
  draft: Draft,
  order: OrderDraft,
  row: PartRow,
  asked: readonly PartAsked[] | undefined,
): RowResult {
  const { paymentId } = order;
  if (nextOrderState(order.state, 'repay') === null || paymentId === null) {
    return { outcome: 'refused', code: 'order_not_cancellable' };
  }
  const lines = refundableLines(order);
  const paid = lines.flatMap(({ lineNo, free }) => (free > 0 ? [{ lineNo, quantity: free }] : []));
  const chosen = chooseUnits(lines, asked ?? paid);
  if (!chosen) return { outcome: 'refused', code: 'refund_too_large', left: freePerTier(lines) };
  if (unitsOf(chosen) === unitsOf(paid)) return repayAll(draft, order, row, paymentId);
  return repayPart(draft, order, row, { paymentId, chosen });
}

/** Whatever of its payment nobody has given back yet. */
function repayAll(draft: Draft, order: OrderDraft, { payload }: PartRow, paymentId: string): RowResult {
  const ending = { reason: payload.reason, takenBackBy: takenBackBy(payload) };
  draft.changeOrder(order, 'repay', ending);
  stageRefund(draft, paymentId, payload.reason ?? 'order_cancelled');
  stagePoints(draft, order, 'refund');
  tellTakenBack(draft, order, ending);
  return { outcome: 'done', orderState: order.state, refund: true };
}

function repayPart(
  draft: Draft,
  order: OrderDraft,
  row: PartRow,
  { paymentId, chosen }: { readonly paymentId: string; readonly chosen: readonly Chosen[] },
): RowResult {
  const share = shareOfPart(order, chosen);
  // Somebody gave money back at the provider itself: more than there is goes to nobody.
  if (share.amount > order.moneyLeft) {
    return { outcome: 'refused', code: 'refund_too_large', left: freePerTier(refundableLines(order)) };
  }
  for (const line of order.lines) line.repaidQuantity += quantityOf(chosen, line.lineNo);
  draft.changeOrder(order, 'repayPart');
  notePart(draft, order, row, { paymentId, chosen, share, unitsStay: true });
  return { outcome: 'done', orderState: order.state, refund: true };
}
