/**
 * Deciding that some units of a paid order go back while the rest of it stays (ORD-15): exactly those units return to
 * stock, their price at the order's own prices goes home, and as many of their tickets end.
 *
 * A part that is all the order still has is a refund of the whole: the order ends with it. However many parts are asked for
 * at once, each is decided after the one before, on what that one left.
 */
import { nextOrderState } from '../order-lifecycle.ts';
import { nextShare } from '../refund-share.ts';
import type { Act, PartAsked, RowResult } from './command.ts';
import type { Draft, OrderDraft } from './draft.ts';
import { refundOrder } from './give-back.ts';
import { stagePoints } from './stage-points.ts';

interface PartRow {
  readonly key: string;
  readonly orderId: string;
  readonly payload: Act;
}
interface Chosen {
  readonly lineNo: number;
  readonly quantity: number;
}

export function decidePartRefund(
  draft: Draft,
  order: OrderDraft,
  row: PartRow,
  asked: readonly PartAsked[],
): RowResult {
  const { paymentId } = order;
  if (nextOrderState(order.state, 'refundPart') === null || paymentId === null) {
    return { outcome: 'refused', code: 'order_not_cancellable' };
  }
  const chosen = choose(order, asked);
  if (!chosen) return { outcome: 'refused', code: 'refund_too_large', left: leftPerTier(order) };
  const units = chosen.reduce((sum, { quantity }) => sum + quantity, 0);
  if (units === order.units) return refundOrder(draft, order, row);

  const before = worthOf(order, (line) => line.refundedQuantity);
  const value = worthOf(order, ({ lineNo }) => quantityOf(chosen, lineNo));
  const { amount, points } = nextShare(order, before, value);
  // Somebody gave money back at the provider itself: more than there is goes to nobody.
  if (amount > order.moneyLeft) {
    return { outcome: 'refused', code: 'refund_too_large', left: leftPerTier(order) };
  }

  const lines = order.lines.map(({ tierId, lineNo }) => ({ tierId, quantity: quantityOf(chosen, lineNo) }));
  const { id, buyer } = order;
  draft.move({ kind: 'part_refund', commandId: row.key, orderId: id, lines, from: 'sold', to: 'available' });
  draft.countUnits(buyer, -units);
  for (const line of order.lines) line.refundedQuantity += quantityOf(chosen, line.lineNo);
  order.units -= units;
  order.refundedAmount += amount;
  order.refundedPoints += points;
  order.moneyLeft -= amount;
  draft.changeOrder(order, 'refundPart');
  const { reason, by } = row.payload;
  draft.partRefunds.push({
    ...{ orderId: id, paymentId, commandKey: row.key, lines: chosen, amount, points, reason, by },
  });
  stagePoints(draft, order, `part:${row.key}`);
  return { outcome: 'done', orderState: order.state, refund: true };
}

/** Null where a line is not there, or has fewer units left than are asked for. Lines come in their own order. */
function choose({ lines }: OrderDraft, asked: readonly PartAsked[]): Chosen[] | null {
  const free = new Map(lines.map((line) => [line.lineNo, refundable(line)]));
  const taken = new Map<number, number>();
  for (const part of asked) {
    const isMeant = (line: OrderDraft['lines'][number]) =>
      'lineNo' in part ? line.lineNo === part.lineNo : line.tierId === part.tierId;
    let open = part.quantity;
    for (const { lineNo } of lines.filter(isMeant)) {
      const quantity = Math.min(open, free.get(lineNo) ?? 0);
      open -= quantity;
      free.set(lineNo, (free.get(lineNo) ?? 0) - quantity);
      if (quantity > 0) taken.set(lineNo, (taken.get(lineNo) ?? 0) + quantity);
    }
    if (open > 0 || part.quantity < 1) return null;
  }
  if (taken.size === 0) return null;
  return lines.flatMap(({ lineNo }) => {
    const quantity = taken.get(lineNo) ?? 0;
    return quantity > 0 ? [{ lineNo, quantity }] : [];
  });
}

const refundable = ({ quantity, refundedQuantity, usedQuantity }: OrderDraft['lines'][number]): number =>
  Math.max(0, quantity - refundedQuantity - usedQuantity);

const quantityOf = (chosen: readonly Chosen[], lineNo: number): number =>
  chosen.find((one) => one.lineNo === lineNo)?.quantity ?? 0;

const worthOf = ({ lines }: OrderDraft, quantity: (line: OrderDraft['lines'][number]) => number): number =>
  lines.reduce((sum, line) => sum + quantity(line) * line.unitAmount, 0);

function leftPerTier({ lines }: OrderDraft): Record<string, number> {
  const left: Record<string, number> = {};
  for (const line of lines) left[line.tierId] = (left[line.tierId] ?? 0) + refundable(line);
  return left;
}
