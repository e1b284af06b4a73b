/**
 * Writing a decision: every row of it and COMMIT in one round trip. A statement a table, each for all of the batch; what
 * there is nothing of is not sent.
 *
 * Stock is moved by the statement that writes the ledger, by the sums of what it wrote, so that the two cannot differ
 * (WRT-4). It adds and does not set: a writer with a wrong idea of the stock runs into the CHECKs of `tier`, and the
 * whole batch is undone (ORD-12).
 */
import type pg from 'pg';
import type { AdmissionFact } from '../domain/admission-fact.ts';
import type { WriterAnswer } from '../domain/writer/command.ts';
import type { Decision, LedgerEntry, NewOrder } from '../domain/writer/decision.ts';
import { arrayOf } from './writer-array.ts';
import { isPassOver, type Lease } from './writer-lease.ts';
import { inOrder } from './writer-pool.ts';
import { writeSettled } from './writer-settled.ts';

export interface BatchEnd {
  readonly decision: Decision;
  readonly ledgerSeq: number;
  readonly unreadableRowIds: readonly number[];
  /** End passes whose time is over too. */
  readonly endsPasses: boolean;
}

/** Answers the admissions that are over, once all of it is durable. Rejects otherwise: then nothing is, or nobody knows. */
export async function writeBatch(
  connection: pg.ClientBase,
  lease: Lease,
  end: BatchEnd,
): Promise<AdmissionFact[]> {
  const { decision } = end;
  const sent: Promise<unknown>[] = [];
  if (decision.newOrders.length > 0) {
    sent.push(writeOrders(connection, lease.saleId, decision), writeLines(connection, decision.newOrders));
    const paidWithPoints = decision.newOrders.filter(({ pointsSpent }) => pointsSpent > 0);
    if (paidWithPoints.length > 0) sent.push(spendPoints(connection, paidWithPoints));
  }
  if (decision.ledger.length > 0) sent.push(writeLedger(connection, lease, decision, end.ledgerSeq));
  if (decision.answersToStore.length > 0) {
    sent.push(writeAnswers(connection, lease.saleId, decision.answersToStore, decision.nowMs));
  }
  sent.push(...writeSettled(connection, lease.saleId, decision, end.unreadableRowIds));
  const finished = endAdmissions(connection, lease.saleId, end);
  const committed = connection.query('commit');
  await inOrder([...sent, finished, committed]);
  // COMMIT of a transaction that has failed says ROLLBACK, and is no error of its own.
  const { command } = await committed;
  if (command !== 'COMMIT') throw new Error(`the batch ended with ${command}`);
  return await finished;
}

function writeOrders(connection: pg.ClientBase, saleId: string, decision: Decision): Promise<unknown> {
  const orders = decision.newOrders;
  return connection.query({
    name: 'writer-new-orders',
    text: `
      insert into "order" (id, sale_id, visitor_id, admission_id, account_id, email_index, contact_sealed, address_sealed,
        state, units, total_amount, points_spent, currency, created_at, hold_expires_at, hold_cap_at)
      select id, $1, visitor_id, admission_id, account_id, email_index, contact_sealed, address_sealed,
        'held', units, total_amount, points_spent, $2, to_timestamp($3::float8 / 1000), to_timestamp($4::float8 / 1000),
        to_timestamp($5::float8 / 1000)
      from unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::integer[],
        $14::bigint[], $15::bigint[]) as new_order (id, visitor_id, admission_id, account_id, email_index, contact_sealed,
        address_sealed, units, total_amount, points_spent)`,
    values: [
      saleId,
      decision.currency,
      decision.nowMs,
      decision.holdExpiresAtMs,
      decision.holdCapAtMs,
      arrayOf(orders.map(({ id }) => id)),
      arrayOf(orders.map(({ buyer }) => buyer.visitorId)),
      arrayOf(orders.map(({ admissionId }) => admissionId)),
      arrayOf(orders.map(({ buyer }) => buyer.accountId)),
      arrayOf(orders.map(({ buyer }) => buyer.emailIndex)),
      arrayOf(orders.map(({ contactSealed }) => contactSealed)),
      arrayOf(orders.map(({ addressSealed }) => addressSealed)),
      arrayOf(orders.map(({ units }) => units)),
      arrayOf(orders.map(({ totalAmount }) => totalAmount)),
      arrayOf(orders.map(({ pointsSpent }) => pointsSpent)),
    ],
  });
}

function writeLines(connection: pg.ClientBase, orders: readonly NewOrder[]): Promise<unknown> {
  const lines = orders.flatMap(({ id, lines }) => lines.map((line, i) => ({ id, lineNo: i + 1, line })));
  return connection.query({
    name: 'writer-new-lines',
    text: `
      insert into order_line (order_id, line_no, tier_id, quantity, unit_amount)
      select * from unnest($1::text[], $2::integer[], $3::text[], $4::integer[], $5::bigint[])`,
    values: [
      arrayOf(lines.map(({ id }) => id)),
      arrayOf(lines.map(({ lineNo }) => lineNo)),
      arrayOf(lines.map(({ line }) => line.tierId)),
      arrayOf(lines.map(({ line }) => line.quantity)),
      arrayOf(lines.map(({ line }) => line.unitAmount)),
    ],
  });
}

/** What was held for the reserve is the order's now (PNT-2). */
function spendPoints(connection: pg.ClientBase, orders: readonly NewOrder[]): Promise<unknown> {
  return connection.query({
    name: 'writer-spend-points',
    text: `
      with spent as (
        update points_hold set state = 'spent' from unnest($1::text[], $2::text[]) as new_order (command_id, id)
        where points_hold.command_id = new_order.command_id
        returning 'spend:' || points_hold.command_id || ':' || tries as key, new_order.id as order_id
      )
      update points_entry set order_id = spent.order_id from spent where points_entry.key = spent.key`,
    values: [arrayOf(orders.map(({ commandId }) => commandId)), arrayOf(orders.map(({ id }) => id))],
  });
}

function writeLedger(
  connection: pg.ClientBase,
  { saleId, epoch }: Lease,
  { ledger, nowMs }: Decision,
  ledgerSeq: number,
): Promise<unknown> {
  const column = <K extends keyof LedgerEntry>(name: K) => arrayOf(ledger.map((entry) => entry[name]));
  return connection.query({
    name: 'writer-ledger',
    text: `
      with page as (
        insert into ledger (sale_id, seq, epoch, at, kind, tier_id, order_id, command_id, available_delta, held_delta,
          sold_delta)
        select $1, $2::bigint + place, $3, to_timestamp($4::float8 / 1000), kind, tier_id, order_id, command_id,
          available_delta, held_delta, sold_delta
        from unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::integer[], $10::integer[], $11::integer[])
          with ordinality as entry (kind, tier_id, order_id, command_id, available_delta, held_delta, sold_delta, place)
        returning tier_id, available_delta, held_delta, sold_delta
      ), moved as (
        select tier_id, sum(available_delta)::integer as available, sum(held_delta)::integer as held,
          sum(sold_delta)::integer as sold
        from page group by tier_id
      ), stock as (
        update tier set available = tier.available + moved.available, held = tier.held + moved.held,
          sold = tier.sold + moved.sold, capacity = capacity + moved.available + moved.held + moved.sold
        from moved where tier.id = moved.tier_id
      )
      update writer_lease set ledger_seq = $2::bigint + $12 where sale_id = $1`,
    values: [
      saleId,
      ledgerSeq,
      epoch,
      nowMs,
      column('kind'),
      column('tierId'),
      column('orderId'),
      column('commandId'),
      column('availableDelta'),
      column('heldDelta'),
      column('soldDelta'),
      ledger.length,
    ],
  });
}

function writeAnswers(
  connection: pg.ClientBase,
  saleId: string,
  answers: readonly WriterAnswer[],
  nowMs: number,
): Promise<unknown> {
  return connection.query({
    name: 'writer-new-answers',
    text: `
      insert into command_answer (id, sale_id, body_hash, answer, at)
      select id, $1, body_hash, answer, to_timestamp($2::float8 / 1000)
      from rows from (unnest($3::text[]), unnest($4::text[]), json_array_elements($5::json)) as new_answer (id, body_hash, answer)`,
    values: [
      saleId,
      nowMs,
      arrayOf(answers.map(({ id }) => id)),
      arrayOf(answers.map(({ bodyHash }) => bodyHash)),
      JSON.stringify(answers),
    ],
  });
}

/** Those whose visitor has bought, and those whose pass is over; the orders of this batch are seen, for they are written. */
async function endAdmissions(
  connection: pg.ClientBase,
  saleId: string,
  { decision, endsPasses }: BatchEnd,
): Promise<AdmissionFact[]> {
  if (decision.admissionsFinished.length === 0 && !endsPasses) return [];
  const { rows } = await connection.query<AdmissionFact>({
    name: 'writer-admissions',
    text: `
      update admission set ended_at = to_timestamp($2::float8 / 1000),
        state = case when id = any($3::text[]) then 'finished' else 'ended' end
      where (sale_id = $1 and state = 'shopping') is true and id in (
        select unnest($3::text[])
        union all
        (select id from admission where sale_id = $1 and $4 and ${isPassOver} limit 500))
      returning visitor_id as "entryId", id as "admissionId", number, call_no as "callNo", lane, state,
        null as "deadlineMs"`,
    values: [saleId, decision.nowMs, arrayOf(decision.admissionsFinished), endsPasses],
  });
  return rows;
}
