/**
 * Deciding that units go back on sale: a buyer cancels, staff refunds, a hold is over, a provider says that nothing comes
 * any more. Units go back once (ORD-9): each way leads out of a state that has them, and out of no other.
 */
import { hasBegun } from '../giving-back.ts';
import { holdsUnits, nextOrderState, soldUnits } from '../order-lifecycle.ts';
import { takenBackBy } from '../taken-back.ts';
import type { Act, RefundAsked, RowResult } from './command.ts';
import { stageRefund } from './confirm.ts';
import type { LedgerKind } from './decision.ts';
import type { Draft, Ending, OrderDraft as Order } from './draft.ts';
import { decidePartRefund } from './part-refund.ts';
import { decideRepay } from './repay.ts';
import { stagePoints } from './stage-points.ts';
import { tellCancelled, tellTakenBack } from './tell-ending.ts';

type Row<Payload> = { readonly key: string; readonly orderId: string; readonly payload: Payload };

/**
 * The buyer's cancel: a hold ends, what is paid is refunded as long as nothing was shipped or checked in, and tickets until
 * what they are for begins (ORD-34). Staff, who may do the same, is not bound to that.
 */
export function decideRelease(draft: Draft, row: Row<Act>): RowResult {
  const order = draft.order(row.orderId);
  if (!order) return { outcome: 'refused', code: 'not_found' };
  const { sale, nowMs } = draft.facts;
  const isTooLate = row.payload.by === 'buyer' && hasBegun(sale, nowMs);
  if (isTooLate && soldUnits(order.state)) return { outcome: 'refused', code: 'order_not_cancellable' };
  if (!holdsUnits(order.state)) return refundOrder(draft, order, row);
  if (order.state !== 'held') stageCancel(draft, order);
  freeHeld(draft, order, 'cancel', row.key);
  const ending = endingOf(row.payload);
  draft.changeOrder(order, 'cancel', ending);
  tellCancelled(draft, order, ending);
  return { outcome: 'done', orderState: order.state };
}

export function decideRefund(draft: Draft, row: Row<Act & RefundAsked>): RowResult {
  const order = draft.order(row.orderId);
  if (!order) return { outcome: 'refused', code: 'not_found' };
  const { lines, moneyIsGone = false, unitsStay = false } = row.payload;
  if (moneyIsGone && order.state === 'written_off') return { outcome: 'unchanged', orderState: order.state };
  if (moneyIsGone && !mayGoBack(order) && nextOrderState(order.state, 'writeOff') !== null)
    return writeOff(draft, order, row.payload);
  if (unitsStay) return decideRepay(draft, order, row, lines);
  return lines ? decidePartRefund(draft, order, row, lines) : refundOrder(draft, order, row);
}

/** All that the order still has. */
export function refundOrder(
  draft: Draft,
  order: Order,
  { key, payload }: Row<Act>,
  ending: Ending = endingOf(payload),
): RowResult {
  if (['cancelled', 'refund_pending', 'refunded'].includes(order.state)) {
    return { outcome: 'unchanged', orderState: order.state };
  }
  if (!mayGoBack(order)) return { outcome: 'refused', code: 'order_not_cancellable' };

  // What was returned is counted back already.
  if (soldUnits(order.state)) {
    const { id, buyer, units } = order;
    const lines = linesLeft(order);
    draft.move({ kind: 'refund', commandId: key, orderId: id, lines, from: 'sold', to: 'available' });
    draft.countUnits(buyer, -units);
  }
  draft.changeOrder(order, 'refund', ending);
  draft.ordersWithVoidTickets.push(order.id);
  if (order.paymentId !== null) stageRefund(draft, order.paymentId, payload.reason ?? 'order_cancelled');
  stagePoints(draft, order, 'refund');
  tellTakenBack(draft, order, ending);
  return { outcome: 'done', orderState: order.state, refund: true };
}

/** As a whole: its units are not used, and not on their way. */
const mayGoBack = ({ state, paymentId, isCheckedIn }: Order): boolean =>
  nextOrderState(state, 'refund') !== null && paymentId !== null && !isCheckedIn;

/**
 * The money is gone and the units are with the buyer, or were used (PAY-15, PAY-18): the stock stays as it is. Tickets that
 * nobody has used end, and nothing of the order can be given back any more.
 */
function writeOff(draft: Draft, order: Order, act: Act): RowResult {
  draft.changeOrder(order, 'writeOff', endingOf(act));
  draft.ordersWithVoidTickets.push(order.id);
  stagePoints(draft, order, 'refund');
  return { outcome: 'done', orderState: order.state, refund: true };
}

const endingOf = (act: Act): Ending => ({ reason: act.reason, takenBackBy: takenBackBy(act) });

/** The provider's word that nothing will be captured. An order that is not waiting for it does not care. */
export function decideLapse(draft: Draft, { key, orderId }: Row<unknown>): RowResult {
  const order = draft.order(orderId);
  if (!order) return { outcome: 'refused', code: 'not_found' };
  if (order.state !== 'paying' && order.state !== 'expiring') {
    return { outcome: 'unchanged', orderState: order.state };
  }
  lapse(draft, order, key);
  return { outcome: 'done', orderState: order.state };
}

/**
 * A hold whose time is over. Nobody pays: it lapses. Somebody may be paying: the provider is asked to cancel, and only its
 * answer, or the hard cap, lapses the order (ORD-4).
 */
export function decideDue(draft: Draft, orderId: string): void {
  const order = draft.order(orderId);
  const { nowMs } = draft.facts;
  if (!order || !holdsUnits(order.state) || order.holdExpiresAtMs > nowMs) return;
  const isCapOver = order.holdCapAtMs <= nowMs;
  const isUnpaid = order.state === 'held';
  if (order.state === 'paying') stageCancel(draft, order);
  // Whoever was paying lost the hold to a provider that never answered, and the turn with it.
  if (!isUnpaid && isCapOver && order.admissionId !== null) draft.turnsBroken.push(order.admissionId);
  if (isUnpaid || isCapOver) lapse(draft, order, `due:${orderId}`);
  else if (order.state === 'paying') draft.changeOrder(order, 'due');
}

function lapse(draft: Draft, order: Order, commandId: string): void {
  freeHeld(draft, order, 'lapse', commandId);
  draft.changeOrder(order, 'lapse');
  draft.outbox.push({
    topic: 'mail',
    key: `mail:order_lapsed:${order.id}`,
    payload: { kind: 'order_lapsed', orderId: order.id },
  });
}

function freeHeld(draft: Draft, order: Order, kind: LedgerKind, commandId: string): void {
  const { id, lines, buyer, units } = order;
  draft.move({ kind, commandId, orderId: id, lines, from: 'held', to: 'available' });
  draft.countUnits(buyer, -units);
  if (order.pointsSpent > 0) stagePoints(draft, order, kind);
}

/** What parts have not given back before. */
export const linesLeft = ({ lines }: Order) =>
  lines.map(({ tierId, quantity, refundedQuantity }) => ({ tierId, quantity: quantity - refundedQuantity }));

/** Asked once an order, however many ways lead here. */
function stageCancel(draft: Draft, { id }: Order): void {
  draft.outbox.push({ topic: 'payment_cancel', key: `payment_cancel:${id}`, payload: { orderId: id } });
}
