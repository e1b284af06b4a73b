/**
 * Money that came, as it nearly always comes: nothing of it has gone back and nobody disputes it. Then all that follows is
 * the row's new state and the writer's `confirm`, whatever the payment and its order were before, and one statement does
 * it: a crowd pays in the same minute, and each statement more is a way to PostgreSQL and back with the order locked.
 *
 * Everything else is payments.ts's. Both take the order's lock before they touch the payment; whoever waited for it sees
 * the payment as it is by then, because PostgreSQL looks again at what an update has waited for. Of a success that is said
 * many times at once one finds the payment below it (PAY-1, PAY-2). Dying with it half-way leaves nothing of it.
 */
import { CompiledQuery, type Kysely } from 'kysely';
import type { PaymentFact } from './payments.ts';
import type { Database } from './schema.ts';
import type { HeardEvent } from './webhook-inbox.ts';

/** False where it is not such a success, or nothing new: nothing has changed then, the event is not taken as heard. */
export async function recordSuccess(
  db: Kysely<Database>,
  fact: PaymentFact,
  event: HeardEvent | null = null,
): Promise<boolean> {
  const { paymentId, provider, ref, state, amount, currency, refundedAmount = 0, dispute = null } = fact;
  if (state !== 'succeeded' || refundedAmount > 0 || dispute || fact.failedRefunds?.length) return false;
  const payload = JSON.stringify({ paymentId, amount, currency });
  const { rows } = await db.executeQuery(
    CompiledQuery.raw(text, [
      ...[paymentId, provider, ref, amount, currency, payload],
      event?.eventId ?? null,
    ]),
  );
  return rows.length === 1;
}

/**
 * What was captured is what a refund must give back, whatever we had asked for. The provider is not compared by `=`: the
 * index that begins with it holds nearly all payments, and a plan made while they were few would go by it.
 */
const text = `
  with bought as materialized (
    select id, sale_id from "order"
    where id = (select order_id from payment where payment.id = $1::text)
    for no key update
  ), captured as (
    update payment set state = 'succeeded', amount = $4, currency = $5, provider_ref = coalesce(provider_ref, $3),
      captured_at = now(), changed_at = now()
    from bought
    where payment.id = $1 and payment.order_id = bought.id and provider is not distinct from $2
      and state in ('created', 'pending', 'declined', 'cancelled')
      and coalesce(provider_ref = $3, true)
    returning order_id, sale_id
  ), confirmed as (
    insert into command (sale_id, kind, key, order_id, payload)
    select sale_id, 'confirm', 'confirm:' || $1, order_id, $6::jsonb from captured
    on conflict (key) do nothing
  ), heard as (
    insert into webhook_inbox (provider, event_id, body)
    select $2, $7, '' from captured where $7::text is not null
    on conflict (provider, event_id) do nothing
  )
  select order_id from captured`;
