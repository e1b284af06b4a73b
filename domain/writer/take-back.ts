/**
 * Deciding that goods which were asked back have arrived (SHP-4, SHP-6): the units of one return are free again and their
 * money goes home. What is left of the order stays with the buyer; where nothing is left, the order ends.
 *
 * A return is taken back once, by whichever of its commands comes first: the sweep's on its day, or one of the staff. One
 * that was refused, or whose order has ended, changes nothing.
 *
 * The goods have arrived whatever became of the money: where somebody gave some of it back at the provider itself, what is
 * left of the share is paid, and the return ends all the same.
 *
 * Why it goes back is what its buyer wrote, on the order as on its part; why staff took it early is the journal's.
 */
import { chooseUnits, freePerTier, unitsOf } from '../choose-units.ts';
import type { Act, RowResult } from './command.ts';
import type { Draft, OrderDraft } from './draft.ts';
import { linesLeft, refundOrder } from './give-back.ts';
import { giveBackPart, refundableLines } from './part-refund.ts';

interface Row {
  readonly key: string;
  readonly orderId: string;
  readonly payload: Act & { readonly returnId: string };
}

export function decideTakeBack(draft: Draft, row: Row): RowResult {
  const order = draft.order(row.orderId);
  if (!order) return { outcome: 'refused', code: 'not_found' };
  const { returnId, by } = row.payload;
  const asked = draft.openReturns(order.id).find(({ id }) => id === returnId);
  if (!asked || order.state !== 'return_requested') {
    return { outcome: 'unchanged', orderState: order.state };
  }
  if (order.paymentId === null) return { outcome: 'refused', code: 'order_not_cancellable' };
  const lines = refundableLines(order);
  const chosen = chooseUnits(lines, asked.lines);
  if (!chosen) return { outcome: 'refused', code: 'refund_too_large', left: freePerTier(lines) };

  const isAll = unitsOf(chosen) === order.units;
  const part = { chosen, kind: 'return', action: 'takeBackPart' } as const;
  const { reason } = asked;
  const result = isAll
    ? takeBackAll(draft, order, { row, reason })
    : giveBackPart(draft, order, { ...row, payload: { reason, by } }, part);
  if (result.outcome !== 'done') return result;
  draft.returnsTaken.push({ id: returnId, orderId: order.id, commandKey: row.key, by });
  if (isAll || draft.openReturns(order.id).length > 0) return result;
  draft.changeOrder(order, 'keepRest');
  return { ...result, orderState: order.state };
}

/** Its payment keeps the command's word for it, a code: a letter about money knows by it what the money is for. */
function takeBackAll(
  draft: Draft,
  order: OrderDraft,
  { row, reason }: { readonly row: Row; readonly reason: string },
): RowResult {
  const { id: orderId, buyer, units } = order;
  const lines = linesLeft(order);
  draft.move({ kind: 'return', commandId: row.key, orderId, lines, from: 'sold', to: 'available' });
  draft.countUnits(buyer, -units);
  const ending = { reason, takenBackBy: 'return' } as const;
  draft.changeOrder(order, 'takeBack', ending);
  return refundOrder(draft, order, row, ending);
}
