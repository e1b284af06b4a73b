/** The journal's changes of a sale's rate, the operator's and the autopilot's, in the order of time. */
import { type Kysely, sql } from 'kysely';
import type { RateChange } from '../domain/pace-history.ts';
import type { Database } from './schema.ts';

export interface JournaledChange extends RateChange {
  readonly id: number;
}

/** Those after `afterId`: who has read the others already asks for what is new. */
export async function rateChanges(
  db: Kysely<Database>,
  saleId: string,
  afterId: number,
): Promise<JournaledChange[]> {
  const { rows } = await sql<JournaledChange>`
    select id, (extract(epoch from at) * 1000)::float8 as "atMs",
      case when act = 'sale.change' then 'operator' else 'autopilot' end as by,
      (detail->'admitPerMinute'->>'was')::int as was,
      case when act <> 'pace.clear' then (detail->'admitPerMinute'->>'is')::int end as is
    from audit
    where sale_id = ${saleId} and id > ${afterId} and detail ? 'admitPerMinute'
      and act in ('sale.change', 'pace.slow', 'pace.raise', 'pace.clear')
    order by id
  `.execute(db);
  return rows;
}
