/** What pacing goes by: free stock, who is inside without an order, and what came of earlier calls. One query a tick. */
import { type Kysely, sql } from 'kysely';
import type { Proposal } from '../domain/pacing.ts';
import type { Database } from './schema.ts';

export async function readPace(db: Kysely<Database>, saleId: string): Promise<Proposal> {
  const { rows } = await sql<Proposal>`
    select
      (select coalesce(sum(available), 0)::int from tier where sale_id = ${saleId}) as available,
      (select count(*)::int from admission where sale_id = ${saleId} and state in ('called', 'shopping')
         and not exists (select from "order" where admission_id = admission.id
                         and "order".state in ('held', 'paying', 'expiring'))) as undecided,
      bought, settled, units, orders
    from
      (select count(*) filter (where state = 'finished')::int as bought, count(*)::int as settled
       from admission where sale_id = ${saleId} and state in ('finished', 'ended', 'missed', 'left')) as calls,
      (select coalesce(sum(units), 0)::int as units, count(*)::int as orders
       from "order" where sale_id = ${saleId} and state not in ('lapsed', 'cancelled')) as sold
  `.execute(db);
  const [pace] = rows;
  if (!pace) throw new Error('an aggregate answers one row');
  return pace;
}
