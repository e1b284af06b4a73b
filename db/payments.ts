/**
 * Payments: what we asked a provider for, and what it said became of it.
 *
 * Facts come from webhooks, from the reconciler and from our own calls, in any order and any number of times.
 * All go through recordPaymentFact, in one transaction with whatever made them known: the row moves up by
 * rank (PAY-1), and down only for a refund that failed after all (PAY-28); what follows is staged beside it.
 * So nothing is lost half-way, and nothing happens twice.
 *
 * Locks: the order first, then its payment, here and in begin-payment.ts; the other way round two of them
 * could wait for each other. Stock is the writer's: a success only stages its `confirm`, a closed payment its
 * `lapse`.
 */
import { type Kysely, sql } from 'kysely';
import { nextOrderState, type OrderState, soldUnits } from '../domain/order-lifecycle.ts';
import { holdsMoney, isCaptured, isNews, type PaymentState } from '../domain/payment-rank.ts';
import { stageCommand } from './commands.ts';
import { type DisputeFact, recordDispute } from './disputes.ts';
import { recordMoneyBack } from './money-back.ts';
import { stageOutbox } from './outbox.ts';
import { type FailedRefund, recordFailedRefunds } from './refund-failures.ts';
import type { Database, PaymentRow } from './schema.ts';

export interface PaymentFact {
  readonly paymentId: string;
  readonly provider: string;
  readonly ref: string | null;
  readonly state: Exclude<PaymentState, 'created'>;
  /** As the provider reports them; the writer compares them with the order. */
  readonly amount: number;
  readonly currency: string;
  /** What has gone back so far, whoever gave it; none, or all of what is `refunded`, where it is left out. */
  readonly refundedAmount?: number;
  /** Those that failed after all; they do not count in `refundedAmount`. */
  readonly failedRefunds?: readonly FailedRefund[];
  readonly dispute?: DisputeFact | null;
}

/** `unknown`: not a payment of ours. `known`: nothing new. */
export type FactOutcome = 'applied' | 'known' | 'unknown';

export async function recordPaymentFact(trx: Kysely<Database>, fact: PaymentFact): Promise<FactOutcome> {
  const order = await lockOrderOf(trx, fact.paymentId);
  const payment = await paymentById(trx, fact.paymentId);
  if (!order || payment?.provider !== fact.provider) return 'unknown';
  if (payment.provider_ref !== null && fact.ref !== null && payment.provider_ref !== fact.ref) {
    throw new Error(`payment ${payment.id} is ${payment.provider_ref} at its provider, not ${fact.ref}`);
  }
  const isNewFailure = await recordFailedRefunds(
    trx,
    payment,
    fact.failedRefunds ?? [],
    fact.refundedAmount ?? 0,
  );
  const known = isNewFailure ? await paymentById(trx, payment.id) : payment;
  return (await apply(trx, order, known ?? payment, fact)) || isNewFailure ? 'applied' : 'known';
}

/** `payment` as it was before the fact. False where nothing is new. */
async function apply(
  trx: Kysely<Database>,
  order: LockedOrder,
  payment: PaymentRow,
  fact: PaymentFact,
): Promise<boolean> {
  const isNewState = isNews(payment.state, fact.state);
  if (isNewState) await applyFact(trx, payment, fact);
  const back = await recordMoneyBack(trx, payment, fact);
  const isNewDispute = fact.dispute ? await recordDispute(trx, payment, fact.dispute) : false;
  if (!isNewState) return back.isNews || isNewDispute;

  if (fact.state === 'succeeded') await stageConfirm(trx, order, fact);
  // A refund of money we never heard of leaves the order as unpaid as a decline does.
  const isOver = fact.state === 'declined' || fact.state === 'cancelled' || fact.state === 'refunded';
  if (isOver && !isCaptured(payment.state)) await letGo(trx, order, fact);
  if (fact.state === 'refunded') await settleRefund(trx, order, fact, back.isAllOurs);
  return true;
}

export async function paymentById(db: Kysely<Database>, id: string): Promise<PaymentRow | null> {
  return (await db.selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** The one that somebody may still pay; an order has at most one (PAY-3). */
export async function openPaymentOf(db: Kysely<Database>, orderId: string): Promise<PaymentRow | null> {
  const open = db
    .selectFrom('payment')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('state', 'in', ['created', 'pending']);
  return (await open.executeTakeFirst()) ?? null;
}

export async function paymentsOf(db: Kysely<Database>, orderId: string): Promise<PaymentRow[]> {
  return await db
    .selectFrom('payment')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** Locks the order until the transaction ends; null where no payment of this id is ours. */
async function lockOrderOf(trx: Kysely<Database>, paymentId: string): Promise<LockedOrder | null> {
  const locked = trx
    .selectFrom('order')
    .select(['id', 'sale_id', 'state', 'payment_id'])
    .select(sql<boolean>`hold_expires_at > clock_timestamp()`.as('holdLasts'))
    .where('id', '=', (eb) => eb.selectFrom('payment').select('order_id').where('payment.id', '=', paymentId))
    .forUpdate();
  return (await locked.executeTakeFirst()) ?? null;
}

/** A refund is done once none of the order's money is left with us. */
export async function closeRefunded(trx: Kysely<Database>, orderId: string): Promise<void> {
  const next = nextOrderState('refund_pending', 'refunded');
  const isMoneyLeft = (await paymentsOf(trx, orderId)).some(({ state }) => holdsMoney(state));
  if (isMoneyLeft || !next) return;
  await trx
    .updateTable('order')
    .set({ state: next, closed_at: sql<Date>`now()` })
    .where('id', '=', orderId)
    .where('state', '=', 'refund_pending')
    .execute();
}

interface LockedOrder {
  id: string;
  sale_id: string;
  state: OrderState;
  /** The payment that paid it. */
  payment_id: string | null;
  holdLasts: boolean;
}

async function applyFact(trx: Kysely<Database>, payment: PaymentRow, fact: PaymentFact): Promise<void> {
  const now = sql<Date>`now()`;
  await trx
    .updateTable('payment')
    .set({
      state: fact.state,
      changed_at: now,
      provider_ref: payment.provider_ref ?? fact.ref,
      // What was captured is what a refund must give back, whatever we had asked for.
      ...(fact.state === 'succeeded' && { amount: fact.amount, currency: fact.currency, captured_at: now }),
      ...(fact.state === 'refunded' && { refunded_at: now }),
    })
    .where('id', '=', payment.id)
    .execute();
}

/** Money is there: the writer decides what it buys, also for an order that is over (PAY-2). */
async function stageConfirm(trx: Kysely<Database>, order: LockedOrder, fact: PaymentFact): Promise<void> {
  const { paymentId, amount, currency } = fact;
  await stageCommand(trx, {
    saleId: order.sale_id,
    kind: 'confirm',
    key: `confirm:${paymentId}`,
    orderId: order.id,
    payload: { paymentId, amount, currency },
  });
}

/**
 * Nobody can pay this one any more. While the hold lasts the buyer may try again; an order that only waited
 * for this word lapses. One that is due in this very moment stays `paying`: the sweep makes it `expiring`,
 * and the cancel which that stages finds nothing open.
 */
async function letGo(trx: Kysely<Database>, order: LockedOrder, fact: PaymentFact): Promise<void> {
  const next = nextOrderState('paying', 'decline');
  if (order.state === 'paying' && order.holdLasts && next) {
    await trx
      .updateTable('order')
      .set({ state: next })
      .where('id', '=', order.id)
      .where('state', '=', 'paying')
      .execute();
    if (fact.state === 'declined') await tellOfDecline(trx, order, fact.paymentId);
  }
  if (order.state === 'expiring') await stageLapse(trx, order.sale_id, order.id, fact.paymentId);
}

/** Only where there is something to do about it: the hold lasts. */
async function tellOfDecline(trx: Kysely<Database>, order: LockedOrder, paymentId: string): Promise<void> {
  const payload = { kind: 'payment_failed', orderId: order.id, paymentId };
  const key = `mail:payment_failed:${paymentId}`;
  await stageOutbox(trx, [{ saleId: order.sale_id, topic: 'mail', key, payload }]);
}

/** Nothing can be paid for an order that is due: the writer may give its units back. */
export async function stageLapse(
  trx: Kysely<Database>,
  saleId: string,
  orderId: string,
  paymentId: string | null,
): Promise<void> {
  await stageCommand(trx, {
    saleId,
    kind: 'lapse',
    key: `lapse:${orderId}`,
    orderId,
    payload: { paymentId },
  });
}

/**
 * An order is refunded once none of its money is left with us: a second payment's refund alone does not do
 * it.
 */
async function settleRefund(
  trx: Kysely<Database>,
  order: LockedOrder,
  fact: PaymentFact,
  isAllOurs: boolean,
): Promise<void> {
  const { paymentId, amount, currency } = fact;
  await closeRefunded(trx, order.id);
  // Given back at the provider itself, without us: the writer takes back what can be, and tickets become void (PAY-15).
  if (!isAllOurs && soldUnits(order.state) && order.payment_id === paymentId)
    await stageCommand(trx, {
      saleId: order.sale_id,
      kind: 'refund',
      key: `refund:${paymentId}:provider`,
      orderId: order.id,
      payload: { reason: reasonOf(fact), by: fact.provider, moneyIsGone: true },
    });
  await trx
    .updateTable('payment')
    .set((eb) => ({ refund_reason: eb.fn.coalesce('refund_reason', eb.val(reasonOf(fact))) }))
    .where('id', '=', paymentId)
    .execute();
  if (amount === 0) return; // Nothing to tell about.
  await stageOutbox(trx, [
    {
      saleId: order.sale_id,
      topic: 'mail',
      key: `mail:refunded:${paymentId}`,
      payload: { kind: 'refunded', orderId: order.id, paymentId, amount, currency },
    },
  ]);
}

const reasonOf = ({ dispute }: PaymentFact): string =>
  dispute?.state === 'lost' ? 'dispute_lost' : 'refunded_at_provider';
