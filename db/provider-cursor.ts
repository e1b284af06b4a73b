/**
 * How far each provider's own account of what happened has been read (PAY-19). It is read window by window; a window's end
 * lies in the past, so that what is being written now is in the next one, and windows overlap a little, because clocks
 * differ. The place within a window is kept after each page: whoever dies, another goes on from there.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';

export interface Window {
  readonly from: Date;
  readonly to: Date;
  readonly after: string | null;
}

export interface WindowTimes {
  /** Between two readings; also keeps two readers apart. */
  readonly everyMs: number;
  /** How far the end of a window lies behind now. */
  readonly lagMs: number;
}

/**
 * The window to read now; null where somebody reads or has just read. A provider that is new here is read from now on:
 * what happened before is not the business of this database.
 */
export async function takeWindow(
  db: Kysely<Database>,
  provider: string,
  { everyMs, lagMs }: WindowTimes,
): Promise<Window | null> {
  const ms = (count: number) => sql`${count} * interval '1 millisecond'`;
  const end = sql<Date>`coalesce(to_at, ${wholeMs(sql`now() - ${ms(lagMs)}`)})`;
  const begun = await db
    .insertInto('provider_cursor')
    .values({ provider, from_at: wholeMs(sql`now()`) })
    .onConflict((on) => on.column('provider').doNothing())
    .executeTakeFirst();
  if (begun.numInsertedOrUpdatedRows) return null;
  const taken = await db
    .updateTable('provider_cursor')
    .set({ heard_at: sql<Date>`now()`, to_at: end })
    .where('provider', '=', provider)
    .where('heard_at', '<=', sql<Date>`now() - ${ms(everyMs)}`)
    .where(sql<boolean>`${end} > from_at`)
    .returning(['from_at', 'to_at', 'after'])
    .executeTakeFirst();
  return taken?.to_at ? { from: taken.from_at, to: taken.to_at, after: taken.after } : null;
}

/** What comes back to JavaScript is what stands here: a place is kept where the window is still the same. */
const wholeMs = (at: RawBuilder<unknown>) => sql<Date>`date_trunc('milliseconds', ${at})`;

/** A page was worked off; `next` null ends the window. */
export async function keepPlace(
  db: Kysely<Database>,
  provider: string,
  { from, to }: Window,
  next: string | null,
  overlapMs: number,
): Promise<void> {
  const start = new Date(Math.max(from.getTime(), to.getTime() - overlapMs));
  await db
    .updateTable('provider_cursor')
    .set({
      heard_at: sql<Date>`now()`,
      ...(next === null ? { from_at: start, to_at: null, after: null } : { after: next }),
    })
    .where('provider', '=', provider)
    .where('from_at', '=', from)
    .where('to_at', '=', to)
    .execute();
}

/** How far behind now each provider's account has been read, in seconds. */
export async function accountAges(db: Kysely<Database>): Promise<{ provider: string; seconds: number }[]> {
  return await db
    .selectFrom('provider_cursor')
    .select(['provider', sql<number>`extract(epoch from now() - from_at)::float8`.as('seconds')])
    .execute();
}
