/** Which sales have changed, by their versions alone: the keeper of the projection asks several times a second (CAT-12). */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

export interface SaleVersion {
  readonly slug: string;
  readonly version: number;
}

/** A transaction takes seconds at the most, so what it changed is found after it, however late it commits. */
const JUST_CHANGED_SECONDS = 60;

/**
 * `just`: what may be sold from, and whatever else has changed lately. `all`: every published sale, for a keeper that does
 * not know what it has missed.
 */
export async function saleVersions(db: Kysely<Database>, which: 'just' | 'all'): Promise<SaleVersion[]> {
  const { rows } = await sql<SaleVersion>`
    select slug, revision + coalesce(ledger_seq, 0) as version
    from sale left join writer_lease on writer_lease.sale_id = sale.id
    where state <> 'draft' and (${which === 'all'} or state not in ('draft', 'closed')
      or changed_at > now() - ${JUST_CHANGED_SECONDS} * interval '1 second')`.execute(db);
  return rows;
}
