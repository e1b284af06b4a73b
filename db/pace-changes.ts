/** What changed what a sale aims for, in the order of time: the operator’s rate, the autopilot’s, pauses and ends. */
import { type Kysely, sql } from 'kysely';
import type { PaceChange } from '../domain/pace-history.ts';
import type { Database } from './schema.ts';

export type JournaledChange = PaceChange & { readonly id: number };

/** Those after `afterId`: who has read the others already asks for what is new. */
export async function paceChanges(
  db: Kysely<Database>,
  saleId: string,
  afterId: number,
): Promise<JournaledChange[]> {
  const { rows } = await sql<JournaledChange>`
    select id, (extract(epoch from at) * 1000)::float8 as "atMs",
      case when act like 'pace.%' then 'autopilot' when act = 'sale.change' then 'operator' else 'sale' end as by,
      (detail->'admitPerMinute'->>'was')::int as was,
      case when act <> 'pace.clear' then (detail->'admitPerMinute'->>'is')::int end as is,
      act in ('sale.resume', 'sale.back_on_sale') as "isOpen"
    from audit
    where sale_id = ${saleId} and id > ${afterId}
      and (detail ? 'admitPerMinute' and act in ('sale.change', 'pace.slow', 'pace.raise', 'pace.clear')
        or act in ('sale.pause', 'sale.resume', 'sale.sold_out', 'sale.back_on_sale', 'sale.close', 'close', 'sale.delete'))
    order by id
  `.execute(db);
  return rows;
}
