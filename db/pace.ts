/**
 * What pacing goes by: free stock, who is inside without an order, and what came of the latest calls. One query a tick,
 * whose cost follows the floor and not the length of the sale: only open orders and the latest calls are looked at.
 */
import { type Kysely, sql } from 'kysely';
import type { Proposal } from '../domain/pacing.ts';
import type { Database } from './schema.ts';

/** Calls that conversion is measured by: enough for a few percent, recent enough to follow a change. */
const LATEST_CALLS = 200;

export interface SalePace extends Proposal {
  /** The operator's rate. */
  readonly admitPerMinute: number;
}

export async function readPace(db: Kysely<Database>, saleId: string): Promise<SalePace> {
  const { rows } = await sql<SalePace>`
    with latest as materialized (
      select id, state from admission where sale_id = ${saleId} and ended_at is not null
      order by ended_at desc limit ${LATEST_CALLS}
    ), bought as (
      select units from "order" where admission_id = any(array(select id from latest where state = 'finished'))
        and state not in ('lapsed', 'cancelled')
    )
    select
      (select admit_per_minute from sale where id = ${saleId}) as "admitPerMinute",
      (select coalesce(sum(available), 0)::int from tier where sale_id = ${saleId}) as available,
      -- An admission with an open order is live: the difference is who has none.
      (select count(*) from admission where sale_id = ${saleId} and state in ('called', 'shopping'))::int
        - (select count(distinct admission_id) from "order" where sale_id = ${saleId} and state in ('held', 'paying', 'expiring'))::int
        as undecided,
      (select count(*) filter (where state = 'finished') from latest)::int as bought,
      (select count(*) from latest)::int as settled,
      (select coalesce(sum(units), 0) from bought)::int as units,
      (select count(*) from bought)::int as orders
  `.execute(db);
  const [pace] = rows;
  if (!pace) throw new Error('an aggregate answers one row');
  return { ...pace, undecided: Math.max(0, pace.undecided) };
}
