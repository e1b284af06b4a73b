/**
 * The part of a decision that settles what was there before: orders that move on, what must follow (outbox), payments and
 * tickets that end, rows that are done, the sale that sells out. Few rows beside a crowd's reserves, and none as a rule.
 */
import type pg from 'pg';
import type { RowResult } from '../domain/writer/command.ts';
import type { Decision, OrderChange } from '../domain/writer/decision.ts';
import { voidOrders } from './tickets.ts';
import { arrayOf } from './writer-array.ts';
import { failUnreadable, flagRefused } from './writer-dead.ts';
import { closeReturns, endReturns, endTickets, giveParts, isWrittenOff } from './writer-parts.ts';

/** Sends what there is; the caller waits for all of it. */
export function writeSettled(
  connection: pg.ClientBase,
  saleId: string,
  decision: Decision,
  unreadableRowIds: readonly number[],
): Promise<unknown>[] {
  const { nowMs } = decision;
  const failed: RowResult = { outcome: 'failed' };
  const results = [...decision.rowResults, ...unreadableRowIds.map((rowId) => ({ rowId, result: failed }))];
  const sent: Promise<unknown>[] = [];
  if (decision.orderChanges.length > 0) sent.push(changeOrders(connection, decision.orderChanges, nowMs));
  if (decision.outbox.length > 0) sent.push(stageEffects(connection, saleId, decision));
  if (decision.orderChanges.some(isWrittenOff)) sent.push(endReturns(connection, decision));
  if (decision.returnsTaken.length > 0) sent.push(closeReturns(connection, decision.returnsTaken, nowMs));
  // Before the whole is marked: a part decided in the same batch is staged while its payment still can be parted.
  if (decision.partRefunds.length > 0) sent.push(...giveParts(connection, decision));
  if (decision.paymentsToRefund.length > 0) sent.push(markRefunds(connection, decision));
  if (decision.ordersWithVoidTickets.length > 0) sent.push(voidTickets(connection, decision));
  if (results.length > 0) sent.push(settleRows(connection, results));
  for (const refused of decision.commandsRefused) sent.push(flagRefused(connection, refused));
  if (unreadableRowIds.length > 0) sent.push(failUnreadable(connection, unreadableRowIds));
  if (decision.turnsBroken.length > 0) sent.push(noteBroken(connection, saleId, decision));
  if (decision.tiersRemoved.length > 0) sent.push(removeTiers(connection, saleId, decision));
  if (decision.saleState) sent.push(...changeSale(connection, saleId, decision.saleState));
  return sent;
}

function changeOrders(
  connection: pg.ClientBase,
  changes: readonly OrderChange[],
  nowMs: number,
): Promise<unknown> {
  return connection.query({
    name: 'writer-change-orders',
    text: `
      update "order" set state = change.state, reason = coalesce(change.reason, "order".reason),
        taken_back_by = coalesce(change.taken_back_by, "order".taken_back_by),
        payment_id = change.payment_id, late = change.late, units = change.units,
        refunded_amount = change.refunded_amount, refunded_points = change.refunded_points,
        paid_at = case when change.is_paid_now then to_timestamp($1::float8 / 1000) else paid_at end,
        closed_at = case when change.state in ('lapsed', 'cancelled') then to_timestamp($1::float8 / 1000) end
      from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::boolean[], $8::integer[],
        $9::bigint[], $10::bigint[], $11::text[])
        as change (id, state, reason, payment_id, late, is_paid_now, units, refunded_amount, refunded_points, taken_back_by)
      where "order".id = change.id`,
    values: [
      nowMs,
      arrayOf(changes.map(({ id }) => id)),
      arrayOf(changes.map(({ state }) => state)),
      arrayOf(changes.map(({ reason }) => reason)),
      arrayOf(changes.map(({ paymentId }) => paymentId)),
      arrayOf(changes.map(({ late }) => late)),
      arrayOf(changes.map(({ isPaidNow }) => isPaidNow)),
      arrayOf(changes.map(({ units }) => units)),
      arrayOf(changes.map(({ refundedAmount }) => refundedAmount)),
      arrayOf(changes.map(({ refundedPoints }) => refundedPoints)),
      arrayOf(changes.map(({ takenBackBy }) => takenBackBy)),
    ],
  });
}

/** A key that is there already stands for the same effect: it is not wanted twice. */
function stageEffects(connection: pg.ClientBase, saleId: string, { outbox }: Decision): Promise<unknown> {
  return connection.query({
    name: 'writer-outbox',
    text: `
      insert into outbox (sale_id, topic, key, payload)
      select $1, topic, key, payload from unnest($2::text[], $3::text[], $4::jsonb[]) as effect (topic, key, payload)
      on conflict (key) do nothing`,
    values: [
      saleId,
      arrayOf(outbox.map(({ topic }) => topic)),
      arrayOf(outbox.map(({ key }) => key)),
      arrayOf(outbox.map(({ payload }) => JSON.stringify(payload))),
    ],
  });
}

function markRefunds(connection: pg.ClientBase, { paymentsToRefund, nowMs }: Decision): Promise<unknown> {
  return connection.query({
    name: 'writer-refunds',
    text: `
      update payment set state = 'refund_pending', refund_reason = refund.reason,
        changed_at = to_timestamp($1::float8 / 1000)
      from unnest($2::text[], $3::text[]) as refund (id, reason)
      where payment.id = refund.id and payment.state = 'succeeded'`,
    values: [
      nowMs,
      arrayOf(paymentsToRefund.map(({ id }) => id)),
      arrayOf(paymentsToRefund.map(({ reason }) => reason)),
    ],
  });
}

/** In the transaction that takes the hold away, so that nobody loses one without the right to another turn (ADM-12). */
function noteBroken(
  connection: pg.ClientBase,
  saleId: string,
  { turnsBroken, nowMs }: Decision,
): Promise<unknown> {
  return connection.query({
    name: 'writer-turns-broken',
    text: `
      insert into checkout_failure (sale_id, admission_id, what, at)
      select $1, id, 'hold lost: provider silent', to_timestamp($2::float8 / 1000) from unnest($3::text[]) as turn (id)`,
    values: [saleId, nowMs, arrayOf(turnsBroken)],
  });
}

function voidTickets(connection: pg.ClientBase, { ordersWithVoidTickets }: Decision): Promise<unknown> {
  return endTickets(connection, voidOrders(ordersWithVoidTickets));
}

function settleRows(
  connection: pg.ClientBase,
  results: readonly { readonly rowId: number; readonly result: RowResult }[],
): Promise<unknown> {
  return connection.query({
    name: 'writer-rows-done',
    text: `
      update command set done_at = clock_timestamp(), result = settled.result
      from unnest($1::bigint[], $2::jsonb[]) as settled (id, result)
      where command.id = settled.id and done_at is null`,
    values: [
      arrayOf(results.map(({ rowId }) => rowId)),
      arrayOf(results.map(({ result }) => JSON.stringify(result))),
    ],
  });
}

/**
 * A tier that no order ever took from, and that stands in nobody's basket, goes; its ledger says that nothing of it is left.
 * Any other stays, for its orders and its name.
 */
function removeTiers(
  connection: pg.ClientBase,
  saleId: string,
  { tiersRemoved, nowMs }: Decision,
): Promise<unknown> {
  return connection.query({
    name: 'writer-tiers-removed',
    text: `
      with kept as (
        update tier set removed_at = to_timestamp($3::float8 / 1000)
        where sale_id = $1 and id = any($2::text[]) and (
          exists (select from ledger where ledger.sale_id = $1 and tier_id = tier.id and kind <> 'capacity')
          or exists (select from basket_item where tier_id = tier.id))
        returning id
      )
      delete from tier where sale_id = $1 and id = any($2::text[]) and id not in (select id from kept)`,
    values: [saleId, arrayOf(tiersRemoved), nowMs],
  });
}

/** Only where it still is what the decision saw: staff may have paused or closed it in this very moment. */
function changeSale(
  connection: pg.ClientBase,
  saleId: string,
  state: 'soldOut' | 'open',
): Promise<unknown>[] {
  return [
    connection.query({
      name: 'writer-sale-state',
      text: `
        with changed as (
          update sale set state = $2, changed_at = now()
          where id = $1 and state = case $2 when 'soldOut' then 'open' else 'soldOut' end
          returning id)
        insert into audit (actor, act, sale_id)
        select 'writer', case $2 when 'soldOut' then 'sale.sold_out' else 'sale.back_on_sale' end, id from changed`,
      values: [saleId, state],
    }),
  ];
}
