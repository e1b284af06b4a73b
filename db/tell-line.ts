/** Letters to everybody who left an address with a place in a line: it opens soon, it is sold out (MAI-30). */
import { type Kysely, sql } from 'kysely';
import { lineIsSoldOut } from './promised.ts';
import type { Database } from './schema.ts';

/** Of those who are written to together, in one statement: well below the time that one may take. */
const TOLD_AT_ONCE = 5_000;

/**
 * Stages a letter to everybody who left an address in a lobby that opens within these minutes. The key of each makes doing
 * it again harmless. Answers how many there were.
 */
export async function tellOpening(
  db: Kysely<Database>,
  saleId: string,
  withinMinutes: number,
  atOnce = TOLD_AT_ONCE,
): Promise<number> {
  for (let after = '', told = 0; ; ) {
    const { rows } = await sql<{ told: number; last: string | null }>`
      with page as materialized (
        select visitor_id from line_contact
        where sale_id = ${saleId} and visitor_id > ${after} and exists (
          select from sale where id = ${saleId} and state = 'lobby' and mode = 'line'
            and opens_at between now() and now() + ${withinMinutes} * interval '1 minute')
        order by visitor_id limit ${atOnce}
      ), staged as (
        insert into outbox (sale_id, topic, key, payload)
        select ${saleId}::text, 'mail', 'opening:' || ${saleId} || ':' || visitor_id,
               jsonb_build_object('kind', 'opening', 'saleId', ${saleId}::text, 'visitorId', visitor_id)
        from page on conflict (key) do nothing returning 1
      )
      select (select count(*)::int from staged) as told, (select max(visitor_id) from page) as last`.execute(
      db,
    );
    const [page] = rows;
    if (!page || page.last === null) return told;
    after = page.last;
    told += page.told;
  }
}

/**
 * Stages a letter to everybody who left an address and still waits for what is sold out: who has left since, has had a turn
 * since or stands on the reserve list knows. Each is looked at once, by one of however many do this at the same time.
 * Answers how many letters there were.
 */
export async function tellSoldOut(
  db: Kysely<Database>,
  saleId: string,
  atOnce = TOLD_AT_ONCE,
): Promise<number> {
  for (let told = 0; ; ) {
    const { rows } = await sql<{ seen: number; told: number }>`
      with page as (
        select visitor_id from line_contact
        where sale_id = ${saleId} and sold_out_seen_at is null
          and exists (select from sale where id = ${saleId} and ${lineIsSoldOut})
        order by visitor_id limit ${atOnce} for update skip locked
      ), seen as (
        update line_contact set sold_out_seen_at = now() from page
        where line_contact.sale_id = ${saleId} and line_contact.visitor_id = page.visitor_id
        returning line_contact.visitor_id, line_contact.at, stopped_at
      ), staged as (
        insert into outbox (sale_id, topic, key, payload)
        select ${saleId}::text, 'mail', 'sold_out:' || ${saleId} || ':' || visitor_id,
               jsonb_build_object('kind', 'sold_out', 'saleId', ${saleId}::text, 'visitorId', visitor_id)
        from seen where stopped_at is null
          and not exists (select from line_exit where sale_id = ${saleId}
            and line_exit.visitor_id = seen.visitor_id and line_exit.at >= seen.at)
          and not exists (select from admission where sale_id = ${saleId}
            and admission.visitor_id = seen.visitor_id and claimed_at >= seen.at)
          and not exists (select from reserve_entry where sale_id = ${saleId}
            and reserve_entry.visitor_id = seen.visitor_id and state in ('waiting', 'called'))
        on conflict (key) do nothing returning 1
      )
      select (select count(*)::int from seen) as seen, (select count(*)::int from staged) as told`.execute(
      db,
    );
    const [page = { seen: 0, told: 0 }] = rows;
    told += page.told;
    if (page.seen < atOnce) return told;
  }
}
