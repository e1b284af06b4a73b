/**
 * Deciding a reserve: all of its lines or none (ORD-2), once for its id (WRT-5), for visitors who are inside (ORD-3), within
 * the limit (ORD-5) and the stock (ORD-12).
 *
 * Stored are the order and the refusals that the decision itself makes, `sold_out` and `limit_reached`: asking again under
 * the same id hears the same. What may be different a moment later (a paused sale, an ended pass) is not stored.
 */
import type { RefusalCode } from '../refusals.ts';
import type { SaleState } from '../sale.ts';
import { leavesTooLittle } from '../usable-points.ts';
import type { Buyer } from './buyer.ts';
import type { LineGranted, NotGranted, ReserveCommand, WriterAnswer } from './command.ts';
import { type Draft, sumByTier } from './draft.ts';

export function decideReserve(draft: Draft, command: ReserveCommand, holdExpiresAt: string): void {
  const answer = storedAnswer(draft, command) ?? decideAnew(draft, command, holdExpiresAt);
  draft.replies.push({ replyTo: command.replyTo, answer });
}

function storedAnswer(draft: Draft, command: ReserveCommand): WriterAnswer | null {
  const stored = draft.facts.answers.get(command.id) ?? draft.answersHere.get(command.id);
  if (!stored) return null;
  return stored.bodyHash === command.bodyHash ? stored.answer : refuse(command, 'key_reused');
}

function decideAnew(draft: Draft, command: ReserveCommand, holdExpiresAt: string): WriterAnswer {
  const unfit = whyNotToday(draft, command);
  if (unfit) return refuse(command, unfit);

  const buyer: Buyer = command;
  const lines = priced(draft, command);
  if (!lines || isMoreThanItCosts(command, lines)) return refuse(command, 'invalid_request');
  if (leavesTooLittleOf(command, lines)) return refuse(command, 'too_little_left');
  // The API holds them first. Where they were given back meanwhile the request is too old: a repetition holds them anew.
  if (!hasPoints(draft, command)) return refuse(command, 'busy');
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  if (draft.unitsOf(buyer) + units > draft.facts.sale.perVisitorMax) {
    return store(draft, refuse(command, 'limit_reached'));
  }
  const sums = [...sumByTier(lines)];
  const spare = spareFor(draft, command);
  if (units > spare || sums.some(([tierId, quantity]) => free(draft, tierId) < quantity)) {
    const left = Object.fromEntries(sums.map(([tierId]) => [tierId, Math.min(spare, free(draft, tierId))]));
    return store(draft, { ...refuse(command, 'sold_out'), left });
  }
  return store(draft, grant(draft, command, { buyer, lines, units, holdExpiresAt }));
}

/** Paused: who is inside may still buy. Sold out: the stock itself answers, for it may just have come back. */
const sellingStates: readonly SaleState[] = ['open', 'paused', 'soldOut'];

function whyNotToday(draft: Draft, { admissionId, visitorId }: ReserveCommand): RefusalCode | null {
  const { sale, passes, nowMs } = draft.facts;
  if (!sellingStates.includes(sale.state)) return 'sale_not_open';
  if (sale.mode === 'shelf') return sale.state === 'paused' ? 'sale_not_open' : null;
  if (admissionId === null) return 'pass_required';
  const pass = passes.get(admissionId);
  if (pass?.visitorId !== visitorId) return 'pass_invalid';
  const isOver = pass.passEndsAtMs === null || pass.passEndsAtMs <= nowMs;
  if (!pass.isShopping || isOver || draft.admissionsFinished.has(admissionId)) return 'pass_ended';
  return null;
}

/** The price is the server's. Null where a line names no tier of this sale, or no whole number of units. */
function priced(draft: Draft, { lines }: ReserveCommand): LineGranted[] | null {
  const granted: LineGranted[] = [];
  for (const { tierId, quantity } of lines) {
    const tier = draft.tier(tierId);
    if (!tier || !Number.isSafeInteger(quantity) || quantity < 1) return null;
    granted.push({ tierId, quantity, unitAmount: tier.priceAmount });
  }
  return granted.length > 0 ? granted : null;
}

const costOf = (lines: readonly LineGranted[]) =>
  lines.reduce((sum, line) => sum + line.quantity * line.unitAmount, 0);

const isMoreThanItCosts = ({ points = 0 }: ReserveCommand, lines: readonly LineGranted[]) =>
  points < 0 || points > costOf(lines);

/** What no provider would take; without points it is the price, which the provider refuses itself (PAY-30). */
const leavesTooLittleOf = ({ points = 0, leastToPay = 0 }: ReserveCommand, lines: readonly LineGranted[]) =>
  points > 0 && leavesTooLittle(costOf(lines) - points, leastToPay);

/** Points that are held for this very command, of its own account and in the sale's currency (PNT-2). */
function hasPoints(draft: Draft, { id, accountId, points = 0 }: ReserveCommand): boolean {
  if (points === 0) return true;
  const held = draft.facts.pointsHeld.get(id);
  const { currency } = draft.facts.sale;
  return held?.accountId === accountId && held.currency === currency && held.amount === points;
}

const free = (draft: Draft, tierId: string): number => draft.tier(tierId)?.available ?? 0;

/** What is promised to others is not free (RAF-6); on a shelf nothing is promised. */
function spareFor(draft: Draft, { admissionId }: ReserveCommand): number {
  const pass = admissionId === null ? undefined : draft.facts.passes.get(admissionId);
  if (admissionId === null || !pass) return draft.available();
  return draft.promises.spareFor(draft.available(), admissionId, pass);
}

function grant(
  draft: Draft,
  command: ReserveCommand,
  order: { buyer: Buyer; lines: LineGranted[]; units: number; holdExpiresAt: string },
): WriterAnswer {
  const { buyer, lines, units, holdExpiresAt } = order;
  const { id, orderId, bodyHash, points = 0 } = command;
  const totalAmount = costOf(lines) - points;
  draft.move({ kind: 'reserve', commandId: id, orderId, lines, from: 'available', to: 'held' });
  draft.countUnits(buyer, units);
  const { admissionId } = command;
  if (admissionId !== null && draft.facts.passes.get(admissionId)?.turn) draft.promises.redeem(admissionId);
  draft.newOrders.push({
    id: orderId,
    buyer,
    // Only where one was needed: a shelf sale does not care what came along.
    admissionId: draft.facts.sale.mode === 'shelf' ? null : command.admissionId,
    contactSealed: command.contactSealed,
    addressSealed: command.addressSealed,
    lines,
    units,
    totalAmount,
    pointsSpent: points,
    commandId: id,
  });
  const { currency } = draft.facts.sale;
  return {
    id,
    bodyHash,
    outcome: 'granted',
    order: { id: orderId, holdExpiresAt, lines, totalAmount, currency, ...(points > 0 && { points }) },
  };
}

const refuse = ({ id, bodyHash }: ReserveCommand, code: RefusalCode): NotGranted => ({
  id,
  bodyHash,
  outcome: 'refused',
  code,
});

function store(draft: Draft, answer: WriterAnswer): WriterAnswer {
  draft.answersHere.set(answer.id, { bodyHash: answer.bodyHash, answer });
  draft.answersToStore.push(answer);
  return answer;
}
