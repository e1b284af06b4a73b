/** All invariants, in the order in which they are printed: stock, orders, money, people, the line, the writer, the rest. */
import { admittedBuyers } from './admitted-buyers.ts';
import { afterOpening } from './after-opening.ts';
import { answersSeen } from './answers-seen.ts';
import { callsInOrder } from './calls-in-order.ts';
import { commandsOnce } from './commands-once.ts';
import { commandsSettled } from './commands-settled.ts';
import { drawKey } from './draw-key.ts';
import { drawPlaces } from './draw-places.ts';
import { drawRoot } from './draw-root.ts';
import { drawSeed } from './draw-seed.ts';
import { floor, slotWhileOrdering } from './floor.ts';
import { grantedOrders } from './granted-orders.ts';
import { holdsCapped, holdsSwept } from './holds.ts';
import type { Invariant } from './invariant.ts';
import { ledgerEpochs } from './ledger-epochs.ts';
import { ledgerFold } from './ledger-fold.ts';
import { ledgerSequence } from './ledger-sequence.ts';
import { limitPerAccount, limitPerEmail, limitPerVisitor } from './limits.ts';
import { listInOrder, promisesKept, raffleNumbers, winnersBounded } from './list-turns.ts';
import { liveOnce } from './live-once.ts';
import { mailOnce } from './mail-once.ts';
import { moneyPerOrder } from './money-per-order.ts';
import { moneySum } from './money-sum.ts';
import { noWayBack } from './no-way-back.ts';
import { numbersOnce } from './numbers-once.ts';
import { numbersReserved } from './numbers-reserved.ts';
import { orderTotals } from './order-totals.ts';
import { outboxDone } from './outbox-done.ts';
import { pace } from './pace.ts';
import { paidMeansSold } from './paid-means-sold.ts';
import { partsAddUp } from './parts-add-up.ts';
import { placesKept } from './places-kept.ts';
import { pointsFold } from './points-fold.ts';
import { pointsInOrders } from './points-in-orders.ts';
import { refundsFinished } from './refunds-finished.ts';
import { refundsOnce } from './refunds-once.ts';
import { removedTiers } from './removed-tiers.ts';
import { repeatsAgreed } from './repeats-agreed.ts';
import { returnsAddUp } from './returns-add-up.ts';
import { soldOutState } from './sold-out-state.ts';
import { soldOutTruly } from './sold-out-truly.ts';
import { stockInOrders } from './stock-in-orders.ts';
import { ticketsHeld } from './tickets-held.ts';
import { ticketsIssued } from './tickets-issued.ts';
import { ticketsPerUnit } from './tickets-per-unit.ts';
import { tierSums } from './tier-sums.ts';
import { turnsSwept } from './turns-swept.ts';

export const invariants: readonly Invariant[] = [
  tierSums, ledgerFold, stockInOrders,
  soldOutState, removedTiers,
  orderTotals, paidMeansSold, noWayBack, ticketsPerUnit, ticketsIssued, ticketsHeld,
  moneyPerOrder, moneySum, partsAddUp, returnsAddUp, refundsOnce, refundsFinished, pointsFold, pointsInOrders,
  limitPerVisitor, limitPerEmail, limitPerAccount, admittedBuyers,
  callsInOrder, afterOpening, drawSeed, drawRoot, drawKey, drawPlaces, numbersOnce, numbersReserved, placesKept,
  liveOnce, floor, slotWhileOrdering, pace, turnsSwept,
  raffleNumbers, listInOrder, winnersBounded, promisesKept,
  ledgerSequence, ledgerEpochs, grantedOrders, commandsOnce, commandsSettled, holdsCapped, holdsSwept,
  outboxDone, mailOnce, answersSeen, repeatsAgreed, soldOutTruly,
]; // biome-ignore format: one group a line
