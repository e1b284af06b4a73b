/**
 * Turns of raffles and reserve lists (RAF-4…7): who is asked, until when, and the mail that says so, in one transaction.
 *
 * Asking holds the row of the writer's lease. A batch of the writer holds it too, so that none is under way: what is free
 * here stays free until the promise is committed, and two processes that ask at once ask one after the other. Dying
 * anywhere leaves either no promise or the whole of it, with its mail.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { AdmissionFact } from '../domain/admission-fact.ts';
import { orderStates, soldUnits } from '../domain/order-lifecycle.ts';
import { asksItsList, asksNow, type ListRoom } from '../domain/raffle.ts';
import type { SaleMode, SaleState } from '../domain/sale.ts';
import { newId } from '../runtime/chance.ts';
import { factOf } from './admissions.ts';
import { keepBatchesAway } from './call-batches.ts';
import { type OutboxAsk, stageOutbox } from './outbox.ts';
import type { AdmissionRow, Database } from './schema.ts';

/** One transaction asks no more: the writer waits meanwhile. */
export const ASKS_MAX = 500;
/** PostgreSQL ends a transaction of a process that was stopped in the middle: the writer must not wait for it. */
const STANDSTILL_MS_MAX = 2_000;

interface Room extends ListRoom {
  readonly state: SaleState;
  readonly mode: SaleMode;
  readonly claimHours: number;
  readonly reserveHours: number;
  /** Turns that the draw itself gave, so far. */
  readonly drawn: number;
}

/**
 * Asks the next of the list for as many units as nobody else was promised, at most ASKS_MAX; answers the new calls. Of a
 * raffle that is about to open (`isOpening`) the first `winners` are asked before it opens.
 */
export async function askNext(
  db: Kysely<Database>,
  saleId: string,
  { isOpening = false }: { readonly isOpening?: boolean } = {},
): Promise<AdmissionFact[]> {
  // Looked at first without holding anybody up: as a rule nobody is to be asked.
  if (countOf(await readRoom(db, saleId), isOpening) === 0) return [];
  return await db.transaction().execute(async (trx) => {
    await sql`select set_config('idle_in_transaction_session_timeout', ${String(STANDSTILL_MS_MAX)}, true)`.execute(
      trx,
    );
    await sql`select from writer_lease where sale_id = ${saleId} for no key update`.execute(trx);
    await keepBatchesAway(trx, saleId);
    const room = await readRoom(trx, saleId);
    const count = countOf(room, isOpening);
    return count > 0 ? await ask(trx, saleId, room, count) : [];
  });
}

function countOf(room: Room, isOpening: boolean): number {
  const isDrawn = isOpening && room.mode === 'raffle' && room.state === 'lobby';
  return asksItsList(room.state) || isDrawn ? Math.min(ASKS_MAX, asksNow(room)) : 0;
}

async function readRoom(trx: Kysely<Database>, saleId: string): Promise<Room> {
  const { rows } = await sql<Room>`
    with turn as materialized (
      select id, state, lane from admission where sale_id = ${saleId} and lane in ('raffle', 'reserve')
    ), with_order as materialized (
      select turn.id, turn.state, bool_or("order".state in ('held', 'paying', 'expiring')) as is_open,
        bool_or("order".state = any(${orderStates.filter(soldUnits)}::text[])) as has_bought
      from turn join "order" on admission_id = turn.id group by turn.id, turn.state
    )
    select sale.state, sale.mode, claim_hours as "claimHours", reserve_hours as "reserveHours",
      (select coalesce(sum(available), 0)::int from tier where sale_id = sale.id) as available,
      (select count(*)::int from turn where state in ('called', 'shopping'))
        - (select count(*)::int from with_order where is_open and state in ('called', 'shopping')) as promised,
      case when mode = 'raffle' then winners end as winners,
      (select count(*)::int from turn where state in ('called', 'shopping'))
        + (select count(*)::int from with_order where has_bought and state not in ('called', 'shopping')) as taken,
      (select count(*)::int from turn where lane = 'raffle') as drawn
    from sale where id = ${saleId}`.execute(trx);
  const [room] = rows;
  if (!room) throw new Error(`no sale ${saleId}`);
  return room;
}

/** The next in the order of the list. Who is inside for another reason keeps the place, and is asked afterwards. */
async function ask(
  trx: Transaction<Database>,
  saleId: string,
  room: Room,
  count: number,
): Promise<AdmissionFact[]> {
  const { rows: next } = await sql<{ entry: string; number: number; hasAddress: boolean }>`
    select visitor_id as entry, number,
      contact_sealed is not null or exists (
        select from line_contact as contact where contact.sale_id = ${saleId} and contact.visitor_id = entry.visitor_id
      ) as "hasAddress"
    from reserve_entry as entry
    where sale_id = ${saleId} and state = 'waiting' and visitor_id not in (${liveVisitors(saleId)})
    order by number limit ${count}
    for update of entry`.execute(trx);
  if (next.length === 0) return [];
  const drawnNow = room.winners === null ? 0 : Math.max(0, room.winners - room.drawn);
  const turns = next.map(({ entry, number, hasAddress }, place) => {
    const lane = place < drawnNow ? ('raffle' as const) : ('reserve' as const);
    const hours = lane === 'raffle' ? room.claimHours : room.reserveHours;
    return { id: newId('adm'), entry, number, lane, hours, hasAddress };
  });
  // Not now(), which is when the wait for the lease began: a turn whose unit is given on may have ended since.
  const { rows } = await sql<AdmissionRow>`
    insert into admission (id, sale_id, visitor_id, number, lane, call_no, state, called_at, claim_by)
    select turn.id, ${saleId}, entry, turn.number, turn.lane,
      1 + coalesce((select max(call_no) from admission where sale_id = ${saleId} and visitor_id = entry
                    and admission.number = turn.number), 0),
      'called', at, at + hours * interval '1 hour'
    from (select clock_timestamp() as at) as time cross join
         unnest(${turns.map(({ id }) => id)}::text[], ${turns.map(({ entry }) => entry)}::text[],
                ${turns.map(({ number }) => number)}::bigint[], ${turns.map(({ lane }) => lane)}::text[],
                ${turns.map(({ hours }) => hours)}::integer[]) as turn (id, entry, number, lane, hours)
    on conflict do nothing
    returning *`.execute(trx);
  const asked = new Map(rows.map((row) => [row.id, row]));
  await trx
    .updateTable('reserve_entry')
    .set({ state: 'called' })
    .where('sale_id', '=', saleId)
    .where(sql<boolean>`visitor_id = any(${rows.map((row) => row.visitor_id)}::text[])`)
    .execute();
  const told = turns.filter(({ id, hasAddress }) => hasAddress && asked.has(id));
  await stageOutbox(
    trx,
    told.map(({ id, entry, lane }) =>
      mailOf(saleId, lane === 'raffle' ? 'drawn' : 'reserve_turn', id, entry),
    ),
  );
  return rows.map(factOf);
}

const mailOf = (saleId: string, kind: string, id: string, visitorId: string): OutboxAsk => ({
  saleId,
  topic: 'mail',
  key: `mail:${kind}:${id}`,
  payload: { kind, saleId, visitorId, admissionId: id },
});

/** Those of a list who are written to in one statement: well below the time that one may take. */
const MAILED_AT_ONCE = 5_000;

/**
 * Tells those who were not drawn, once, as far as they left an address: with the number on the reserve list that they begin
 * with. The order of the list is final by then; dying half-way, the next time begins anew and stages nobody twice.
 */
export async function mailNotDrawn(db: Kysely<Database>, saleId: string): Promise<void> {
  for (let after = 0, passed = 0; ; ) {
    const { rows } = await sql<{ count: number; last: number | null }>`
      with page as materialized (
        select visitor_id, number, ${passed}::bigint + row_number() over (order by number) as place,
          contact_sealed is not null or exists (
            select from line_contact as contact
            where contact.sale_id = ${saleId} and contact.visitor_id = entry.visitor_id) as has_address
        from reserve_entry as entry where sale_id = ${saleId} and state = 'waiting' and number > ${after}
        order by number limit ${MAILED_AT_ONCE}
      ), staged as (
        insert into outbox (sale_id, topic, key, payload)
        select ${saleId}, 'mail', 'mail:not_drawn:' || ${saleId} || ':' || visitor_id,
          jsonb_build_object('kind', 'not_drawn', 'saleId', ${saleId}::text, 'visitorId', visitor_id,
                             'reserveNumber', place)
        from page where has_address on conflict (key) do nothing
      )
      select count(*)::int as count, max(number) as last from page`.execute(db);
    const [page] = rows;
    if (!page || page.last === null) return;
    after = page.last;
    passed += page.count;
  }
}

/** Turns that are over leave the list: who had one may ask for another, at the end. */
export async function closeTurns(db: Kysely<Database>, saleId: string): Promise<void> {
  await sql`
    update reserve_entry as entry set state = 'done'
    where sale_id = ${saleId} and state = 'called' and visitor_id not in (${liveVisitors(saleId)})`.execute(
    db,
  );
}

/** Read once and hashed: a turn each would be looked up thousands of times over. */
const liveVisitors = (saleId: string) => sql`
  select live.visitor_id from admission as live where live.sale_id = ${saleId} and live.state in ('called', 'shopping')`;

/** Sales whose list may have somebody to ask, or a turn to end. */
export async function salesWithLists(
  db: Kysely<Database>,
): Promise<{ id: string; mode: SaleMode; state: SaleState }[]> {
  const { rows } = await sql<{ id: string; mode: SaleMode; state: SaleState }>`
    select id, mode, state from sale
    where state not in ('draft', 'lobby') and (
      -- With a limit each is one look into an index; an EXISTS would be answered by reading whole lists.
      (select true from reserve_entry as entry where entry.sale_id = sale.id and entry.state = 'waiting' limit 1)
      or (select true from reserve_entry as entry where entry.sale_id = sale.id and entry.state = 'called' limit 1))
      and (state <> 'closed' or closed_at > now() - interval '15 days')
    order by id`.execute(db);
  return rows;
}
