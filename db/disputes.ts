/**
 * Disputes: a buyer's bank takes the money of a payment back until it has decided (PAY-18). While one is open nothing of
 * the order changes, because most are mistakes that end in our favour, and a ticket that was taken away cannot be given
 * back at the door. Staff are told when it opens and when it ends. A lost one is money that went back at the provider:
 * db/money-back.ts and the writer take the order back.
 *
 * A dispute moves forward only: open, then won or lost.
 */
import { type Kysely, sql } from 'kysely';
import type { FlagKind } from '../domain/order-flag.ts';
import { raiseFlag } from './order-flags.ts';
import { stageOutbox } from './outbox.ts';
import type { Database, PaymentRow } from './schema.ts';

export interface DisputeFact {
  readonly ref: string;
  readonly state: 'open' | 'won' | 'lost';
  readonly amount: number;
  readonly reason: string | null;
}

const flagOf: Readonly<Record<DisputeFact['state'], FlagKind>> = {
  open: 'dispute_opened',
  won: 'dispute_won',
  lost: 'dispute_lost',
};

/** True where it was news. Call it behind the order's lock, in the transaction of the fact. */
export async function recordDispute(
  trx: Kysely<Database>,
  payment: Pick<PaymentRow, 'id' | 'order_id' | 'provider' | 'currency'>,
  { ref, state, amount, reason }: DisputeFact,
): Promise<boolean> {
  const { id: paymentId, order_id: orderId, provider, currency } = payment;
  const closedAt = state === 'open' ? null : sql<Date>`now()`;
  const recorded = await trx
    .insertInto('dispute')
    .values({ provider, ref, payment_id: paymentId, state, amount, currency, reason, closed_at: closedAt })
    .onConflict((on) =>
      on
        .columns(['provider', 'ref'])
        .doUpdateSet({ state, amount, closed_at: closedAt })
        .where('dispute.state', '=', 'open')
        .where(sql<boolean>`excluded.state <> 'open'`),
    )
    .executeTakeFirst();
  if (!recorded.numInsertedOrUpdatedRows) return false;
  await raiseFlag(trx, {
    kind: flagOf[state],
    key: `${flagOf[state]}:${provider}:${ref}`,
    orderId,
    paymentId,
    detail: { amount, currency, reason },
  });
  if (state === 'open') await tellBuyer(trx, orderId, paymentId, ref);
  return true;
}

/** Whoever did not mean it can call their bank; whoever's card was stolen knows that we know. */
async function tellBuyer(
  trx: Kysely<Database>,
  orderId: string,
  paymentId: string,
  ref: string,
): Promise<void> {
  const order = await trx
    .selectFrom('order')
    .select('sale_id')
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow();
  const payload = { kind: 'disputed', orderId, paymentId };
  await stageOutbox(trx, [
    { saleId: order.sale_id, topic: 'mail', key: `mail:disputed:${paymentId}:${ref}`, payload },
  ]);
}
