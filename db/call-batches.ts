/**
 * Calls by the batch (ADM-17): recorded as one row, and spread into rows of `admission` a moment later. A row of it has five
 * indexes, and a thousand of them take longer than everything else that calling a thousand takes; the visitors are told when
 * the batch is committed, and nothing of it can be lost from then on.
 *
 * Whoever asks for the calls of certain visitors spreads first (admissions.ts). Spreading is one statement: a batch is
 * there, or its rows are. Who gives turns in another way than by the line's calls keeps batches away meanwhile
 * (keepBatchesAway), so that nobody has two.
 */
import { type Kysely, sql } from 'kysely';
import { type CallBatch, PLACE_DIGITS } from '../domain/call-batch.ts';
import { newId } from '../runtime/chance.ts';
import type { NewCall } from './admissions.ts';
import type { Database } from './schema.ts';

const SEPARATOR = ',';

/**
 * Records calls of visitors who were taken from the line just now, so that nobody can have recorded them before. Null, and
 * nothing is recorded, where one of them has a live turn: then each has to be looked at for itself (recordCalls).
 */
export async function recordBatch(
  db: Kysely<Database>,
  saleId: string,
  calls: readonly NewCall[],
): Promise<CallBatch | null> {
  const id = newId('adm');
  // As one text each: a list of five hundred is read and written faster so than as an array.
  const listed = (of: (call: NewCall) => string | number) =>
    sql`string_to_array(${calls.map(of).join(SEPARATOR)}, ${SEPARATOR})`;
  const { rows } = await sql<{ claimBy: Date | null }>`
    select record_call_batch(${id}, ${saleId}, ${listed(({ entryId }) => entryId)},
      ${listed(({ number }) => number)}::bigint[], ${listed(({ lane }) => lane)},
      ${listed(({ callNo }) => callNo)}::integer[]) as "claimBy"
  `.execute(db);
  const claimBy = rows[0]?.claimBy;
  return claimBy ? { id, claimByMs: claimBy.getTime(), calls } : null;
}

/**
 * Makes rows of the batches of a sale. Answers the visitors whose call had a row already, of another tick that drove the
 * same call on.
 */
export async function spreadBatches(db: Kysely<Database>, saleId: string): Promise<string[]> {
  const { rows } = await sql<{ visitor: string }>`
    with batch as (
      delete from call_batch where sale_id = ${saleId} returning *
    ), call as (
      select batch.id || lpad(place::text, ${PLACE_DIGITS}::integer, '0') as id, sale_id, called_at, claim_by,
             visitor, number, lane, call_no
      from batch,
           unnest(visitors, numbers, lanes, call_nos) with ordinality as one (visitor, number, lane, call_no, place)
    ), written as (
      insert into admission (id, sale_id, visitor_id, number, lane, call_no, state, called_at, claim_by)
      select id, sale_id, visitor, number, lane, call_no, 'called', called_at, claim_by from call
      on conflict do nothing
      returning id
    )
    select visitor from call where id not in (select id from written)
  `.execute(db);
  return rows.map(({ visitor }) => visitor);
}

/**
 * Until the end of the transaction no batch is recorded, and those that were are rows: for who gives a turn beside the
 * line's calls, to a visitor who may just be called.
 */
export async function keepBatchesAway(trx: Kysely<Database>, saleId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${turnsOf(saleId)})`.execute(trx);
  await spreadBatches(trx, saleId);
}

/** As record_call_batch has it (migration 0042). */
const turnsOf = (saleId: string) => sql`hashtextextended(${`turns|${saleId}`}, 0)`;
