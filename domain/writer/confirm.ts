/**
 * Deciding what captured money buys (ORD-6): the order it was meant for, while its units are held; the same order again, if
 * its units are still there after its hold lapsed (`reserveLate`); otherwise its own way back. Never nothing.
 *
 * What is cancelled or refunded stays so: money that comes for it goes back (ORD-7). The cause is one that is true of the
 * order at that moment, because its buyer reads it in a letter.
 */
import { holdsUnits, keepsMoney, type OrderState } from '../order-lifecycle.ts';
import type { CapturedPayment, RowResult } from './command.ts';
import { type Draft, type OrderDraft as Order, sumByTier } from './draft.ts';
import { stagePoints } from './stage-points.ts';

export function decideConfirm(
  draft: Draft,
  { key, orderId, payload }: { key: string; orderId: string; payload: CapturedPayment },
): RowResult {
  const order = draft.order(orderId);
  const payment = draft.facts.payments.get(payload.paymentId);
  if (!order || payment?.orderId !== orderId) return { outcome: 'refused', code: 'not_found' };

  const isSettled = order.paymentId === payload.paymentId;
  const goesBack =
    payment.state === 'refund_pending' ||
    payment.state === 'refunded' ||
    draft.paymentsToRefund.some(({ id }) => id === payload.paymentId);
  if (isSettled || goesBack) return { outcome: 'unchanged', orderState: order.state };

  if (payload.amount !== order.totalAmount || payload.currency !== order.currency) {
    return refundPayment(draft, order, payload, 'amount_differs');
  }
  if (holdsUnits(order.state)) return pay(draft, order, payload, key);
  if (order.state !== 'lapsed') {
    return refundPayment(draft, order, payload, causeIn(order.state));
  }
  // Its points went back when it lapsed, and may be spent by now.
  if (order.pointsSpent > 0) return refundPayment(draft, order, payload, 'points_given_back');
  const { buyer, lines, units } = order;
  if (draft.unitsOf(buyer) + units > draft.facts.sale.perVisitorMax) {
    return refundPayment(draft, order, payload, 'limit_reached');
  }
  const isThere = ([tierId, quantity]: [string, number]) => (draft.tier(tierId)?.available ?? 0) >= quantity;
  const isSpare = units <= draft.promises.spareForLate(draft.available(), order);
  if (!isSpare || ![...sumByTier(lines)].every(isThere))
    return refundPayment(draft, order, payload, 'sold_out');
  return payLate(draft, order, payload, key);
}

function pay(draft: Draft, order: Order, payment: CapturedPayment, commandId: string): RowResult {
  const { id, lines } = order;
  draft.move({ kind: 'confirm', commandId, orderId: id, lines, from: 'held', to: 'sold' });
  draft.changeOrder(order, 'capture');
  return settlePaid(draft, order, payment);
}

/** Without an admission: the visitor was inside when the order was made, and the money says it was meant. */
function payLate(draft: Draft, order: Order, payment: CapturedPayment, commandId: string): RowResult {
  const { id, lines } = order;
  draft.move({ kind: 'late', commandId, orderId: id, lines, from: 'available', to: 'sold' });
  draft.countUnits(order.buyer, order.units);
  if (order.isOfTurn && order.admissionId !== null) draft.promises.redeem(order.admissionId);
  draft.changeOrder(order, 'reserveLate');
  order.late = true;
  return settlePaid(draft, order, payment);
}

function settlePaid(draft: Draft, order: Order, { paymentId, amount }: CapturedPayment): RowResult {
  const orderId = order.id;
  order.moneyLeft = amount;
  order.paymentId = paymentId;
  order.isPaidNow = true;
  if (draft.facts.sale.fulfilment === 'ticket') {
    draft.outbox.push({ topic: 'tickets_issue', key: `tickets:${orderId}`, payload: { orderId } });
    stagePoints(draft, order, 'paid');
  }
  draft.outbox.push({
    topic: 'mail',
    key: `mail:order_paid:${orderId}`,
    payload: { kind: 'order_paid', orderId },
  });
  finishAdmission(draft, order);
  return { outcome: 'done', orderState: order.state, late: order.late };
}

/** Bought: the slot on the floor is free, unless another order of the same admission is still being paid (ORD-13). */
function finishAdmission(draft: Draft, { admissionId }: Order): void {
  if (admissionId === null) return;
  for (const { id, admissionId: other } of draft.facts.orders.values()) {
    const sibling = other === admissionId ? draft.order(id) : undefined;
    if (sibling && holdsUnits(sibling.state)) return;
  }
  draft.admissionsFinished.add(admissionId);
}

/** Why an order that neither waits for money nor lapsed takes none. */
function causeIn(state: OrderState): string {
  if (keepsMoney(state)) return 'already_paid';
  return state === 'cancelled' ? 'order_cancelled' : 'order_ended';
}

function refundPayment(draft: Draft, order: Order, payment: CapturedPayment, reason: string): RowResult {
  stageRefund(draft, payment.paymentId, reason);
  return { outcome: 'done', orderState: order.state, refund: true };
}

/** Gives all of a payment back; the same payment is never given back twice (ORD-8). */
export function stageRefund(draft: Draft, paymentId: string, reason: string): void {
  draft.paymentsToRefund.push({ id: paymentId, reason });
  draft.outbox.push({
    topic: 'payment_refund',
    key: `refund:${paymentId}`,
    payload: { paymentId, reason },
  });
}
