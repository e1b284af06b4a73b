/**
 * What changed a moment ago about who may order: sign-ins of buyers that ended, flags that were set or lifted. Both by
 * index, and bounded by the window that is asked for.
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

export async function loginsEndedWithin(db: Kysely<Database>, windowMs: number): Promise<string[]> {
  const rows = await db
    .selectFrom('login')
    .select('id')
    .where('ended_at', '>', sql<Date>`now() - ${windowMs} * interval '1 millisecond'`)
    .where('account_id', 'is not', null)
    .execute();
  return rows.map(({ id }) => id);
}

export interface FlagChange {
  readonly accountId: string;
  readonly isFlagged: boolean;
}

/** `windowMs` null: all that are flagged. */
export async function flagsChangedWithin(
  db: Kysely<Database>,
  windowMs: number | null,
): Promise<FlagChange[]> {
  const changed = db
    .selectFrom('account_flag')
    .select(['account_id as accountId', sql<boolean>`bool_or(state <> 'lifted')`.as('isFlagged')])
    .groupBy('account_id');
  return windowMs === null
    ? await changed.where('state', '!=', 'lifted').execute()
    : await changed
        .where('changed_at', '>', sql<Date>`now() - ${windowMs} * interval '1 millisecond'`)
        .execute();
}
