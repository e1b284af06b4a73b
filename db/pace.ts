/**
 * What pacing goes by: free stock, who is inside without an order, and what came of the latest calls. One query a tick,
 * whose cost follows the floor and not the length of the sale: only open orders and the latest calls are looked at.
 *
 * What was measured is kept for who shows or estimates something by it (`pace_seen`), so that all go by the same figures.
 */
import { type Kysely, sql } from 'kysely';
import type { Shows } from '../domain/no-show.ts';
import type { Proposal } from '../domain/pacing.ts';
import type { Database } from './schema.ts';

/** Calls that conversion is measured by: enough for a few percent, recent enough to follow a change. */
const LATEST_CALLS = 200;

export interface SalePace extends Proposal {
  /** The operator's rate. */
  readonly admitPerMinute: number;
  readonly autopilot: boolean;
  readonly autopilotRate: number | null;
  readonly shows: Shows;
  /** Of the latest turns' orders those that are no hold any more, and how many of them were paid. */
  readonly holdsSettled: number;
}

type Row = Omit<SalePace, 'shows'> & { callsSettled: number; callsMissed: number };

export async function readPace(db: Kysely<Database>, saleId: string): Promise<SalePace> {
  const { rows } = await sql<Row>`
    with latest as materialized (
      select id, state from admission where sale_id = ${saleId} and ended_at is not null
      order by ended_at desc limit ${LATEST_CALLS}
    ), of_latest as materialized (
      select units, "order".state not in ('lapsed', 'cancelled') as is_bought, latest.state = 'finished' as is_finished
      from latest join "order" on admission_id = latest.id
      where "order".state not in ('held', 'paying', 'expiring')
    ), latest_calls as materialized (
      -- Whose time to claim is over: younger ones would be all of those who came at once. Turns by invitation
      -- last for hours and say nothing of who waits at a screen.
      select claimed_at is not null as came from admission
      where sale_id = ${saleId} and state <> 'called' and claim_by <= now()
        and lane not in ('passthrough', 'staff', 'raffle', 'reserve')
      order by called_at desc limit ${LATEST_CALLS}
    ), undecided as materialized (
      -- An admission with an open order is live and has decided.
      select lane from admission where sale_id = ${saleId} and state in ('called', 'shopping') and not exists (
        select from "order" where admission_id = admission.id and "order".state in ('held', 'paying', 'expiring'))
    )
    select
      sale.admit_per_minute as "admitPerMinute", sale.autopilot, pace_state.rate_per_minute as "autopilotRate",
      (select coalesce(sum(available), 0)::int from tier where sale_id = sale.id) as available,
      (select count(*)::int from undecided where lane not in ('raffle', 'reserve')) as undecided,
      (select count(*)::int from undecided where lane in ('raffle', 'reserve'))
        + (select count(*)::int from reserve_entry where sale_id = sale.id and state = 'waiting') as promised,
      (select count(*) filter (where state = 'finished') from latest)::int as bought,
      (select count(*) from latest)::int as settled,
      (select coalesce(sum(units), 0)::int from of_latest where is_bought and is_finished) as units,
      (select count(*)::int from of_latest where is_bought and is_finished) as orders,
      (select count(*)::int from of_latest) as "holdsSettled",
      (select count(*)::int from latest_calls) as "callsSettled",
      (select count(*)::int from latest_calls where not came) as "callsMissed"
    from sale left join pace_state on pace_state.sale_id = sale.id
    where sale.id = ${saleId}
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`no sale ${saleId}`);
  const { callsSettled: settled, callsMissed: missed, ...pace } = row;
  return { ...pace, shows: { settled, missed } };
}

/** Whoever writes last wins: two ticks measure the same within a moment. */
export async function keepPace(db: Kysely<Database>, saleId: string, pace: SalePace): Promise<void> {
  const seen = {
    undecided: pace.undecided,
    turns_settled: pace.settled,
    turns_bought: pace.bought,
    holds_settled: pace.holdsSettled,
    holds_paid: pace.orders,
    units_paid: pace.units,
    calls_settled: pace.shows.settled,
    calls_missed: pace.shows.missed,
  };
  await db
    .insertInto('pace_seen')
    .values({ sale_id: saleId, ...seen })
    .onConflict((conflict) => conflict.column('sale_id').doUpdateSet({ ...seen, at: sql<Date>`now()` }))
    .execute();
}
