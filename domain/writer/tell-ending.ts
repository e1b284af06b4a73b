/**
 * Staging the letters about orders that end, whole or in part (MAI-12): each once a fact, at once. That the money has
 * arrived is another letter, of the payment; what a bank or the provider took back is told by that one alone, and so are
 * goods that came back for money.
 */
import type { Draft, Ending, OrderDraft } from './draft.ts';

/** Nobody had paid it. Who cancels an order of their own needs no letter about it. */
export function tellCancelled(draft: Draft, { id }: OrderDraft, { takenBackBy }: Ending): void {
  if (takenBackBy === 'staff') stage(draft, 'order_cancelled', id);
}

/** It was paid, and what it still has goes back. */
export function tellTakenBack(draft: Draft, order: OrderDraft, { takenBackBy }: Ending): void {
  const isMoneyless = order.totalAmount === order.refundedAmount;
  const isWished = takenBackBy === 'buyer' || takenBackBy === 'staff';
  if (isWished || (takenBackBy === 'return' && isMoneyless)) stage(draft, 'order_taken_back', order.id);
}

/** A part whose money goes back is told when it has arrived; where there is none, nothing else would tell of the part. */
export function tellPartWithoutMoney(draft: Draft, { id: orderId }: OrderDraft, partKey: string): void {
  const payload = { kind: 'part_without_money', orderId, partKey };
  draft.outbox.push({ topic: 'mail', key: `mail:part_without_money:${partKey}`, payload });
}

function stage(draft: Draft, kind: 'order_cancelled' | 'order_taken_back', orderId: string): void {
  draft.outbox.push({ topic: 'mail', key: `mail:${kind}:${orderId}`, payload: { kind, orderId } });
}
