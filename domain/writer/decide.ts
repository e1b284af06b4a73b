/**
 * The writer's decision: a batch of commands, one after the other, on one moment of one sale (WRT-3). Pure: the same facts
 * and commands give the same decision, and nothing has happened until it is committed.
 */
import { HOLD_CAP_MINUTES } from '../limits.ts';
import { stockSays } from '../sale.ts';
import { decideAdjust } from './adjust.ts';
import { isOfPerson, type RowResult } from './command.ts';
import { decideConfirm } from './confirm.ts';
import type { Decision } from './decision.ts';
import { Draft } from './draft.ts';
import type { Batch, Facts, OpenRow } from './facts.ts';
import { decideDue, decideLapse, decideRefund, decideRelease } from './give-back.ts';
import { decideRemoveTier } from './remove-tier.ts';
import { decideReserve } from './reserve.ts';
import { decideTakeBack } from './take-back.ts';

const MINUTE_MS = 60_000;

export function decideBatch(facts: Facts, batch: Batch): Decision {
  const draft = new Draft(facts);
  const holdExpiresAtMs = facts.nowMs + facts.sale.holdMinutes * MINUTE_MS;
  const holdExpiresAt = new Date(holdExpiresAtMs).toISOString();

  for (const row of batch.rows) {
    const result = decideRow(draft, row);
    draft.rowResults.push({ rowId: row.rowId, result });
    const { key, kind, orderId } = row;
    if (result.outcome === 'refused' && !isOfPerson(row))
      draft.commandsRefused.push({ key, kind, orderId, code: result.code });
  }
  for (const orderId of batch.dueOrderIds) decideDue(draft, orderId);
  for (const command of batch.reserves) decideReserve(draft, command, holdExpiresAt);

  return {
    nowMs: facts.nowMs,
    holdExpiresAtMs,
    holdCapAtMs: facts.nowMs + HOLD_CAP_MINUTES * MINUTE_MS,
    currency: facts.sale.currency,
    newOrders: draft.newOrders,
    orderChanges: draft.orderChanges(),
    ledger: draft.ledger,
    answersToStore: draft.answersToStore,
    replies: draft.replies,
    rowResults: draft.rowResults,
    commandsRefused: draft.commandsRefused,
    outbox: draft.outbox,
    paymentsToRefund: draft.paymentsToRefund,
    partRefunds: draft.partRefunds,
    returnsTaken: draft.returnsTaken,
    tiersRemoved: draft.tiersRemoved,
    ordersWithVoidTickets: draft.ordersWithVoidTickets,
    admissionsFinished: [...draft.admissionsFinished],
    turnsBroken: draft.turnsBroken,
    saleState: saleStateAfter(draft),
    isAvailabilityNew: draft.isAvailabilityNew(),
    unitsChanged: draft.unitsChanged,
  };
}

function decideRow(draft: Draft, row: OpenRow): RowResult {
  switch (row.kind) {
    case 'confirm':
      return decideConfirm(draft, row);
    case 'release':
      return decideRelease(draft, row);
    case 'lapse':
      return decideLapse(draft, row);
    case 'refund':
      return decideRefund(draft, row);
    case 'take_back':
      return decideTakeBack(draft, row);
    case 'adjust':
      return decideAdjust(draft, row);
    case 'remove_tier':
      return decideRemoveTier(draft, row);
  }
}

/** Open is what can still be bought, now or when a hold lapses (ORD-11). Other states are not the stock's to change. */
function saleStateAfter(draft: Draft): 'soldOut' | 'open' | null {
  const { state } = draft.facts.sale;
  const isSoldOut = stockSays(draft.tiers()) === 'soldOut';
  if (state === 'open' && isSoldOut) return 'soldOut';
  if (state === 'soldOut' && !isSoldOut) return 'open';
  return null;
}
