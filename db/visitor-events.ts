/**
 * What a visitor did or met beyond joining and calls: snoozed, woken, checked, given a turn back. A log: nothing reads it to
 * decide.
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

export interface VisitorEvent {
  readonly entryId: string;
  readonly what: 'snoozed' | 'woken' | 'givenBack';
  readonly detail?: Readonly<Record<string, unknown>>;
}

export async function logVisitorEvents(
  db: Kysely<Database>,
  saleId: string,
  events: readonly VisitorEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await sql`
    insert into visitor_event (sale_id, visitor_id, what, detail)
    select ${saleId}, entry, what, detail::jsonb
    from unnest(${events.map((event) => event.entryId)}::text[], ${events.map((event) => event.what)}::text[],
                ${events.map((event) => JSON.stringify(event.detail ?? {}))}::text[]) as told (entry, what, detail)
  `.execute(db);
}
