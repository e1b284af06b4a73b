/**
 * Asking that an account's points be brought to what an order's state has of them (PNT-3). Points are not the writer's: it
 * only stages the asking with the fact, and db/points.ts settles it.
 */
import type { Draft, OrderDraft } from './draft.ts';

/** `fact` names what happened to the order; the same fact is staged once. Of anonymous orders nothing is kept. */
export function stagePoints(
  draft: Draft,
  { id, buyer }: Pick<OrderDraft, 'id' | 'buyer'>,
  fact: string,
): void {
  if (buyer.accountId === null) return;
  draft.outbox.push({ topic: 'points', key: `points:${id}:${fact}`, payload: { orderId: id } });
}
