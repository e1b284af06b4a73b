/**
 * What pacing goes by: free stock, who is inside without an order, and what came of the latest calls. One query a tick,
 * whose cost follows the floor and not the length of the sale: only open orders and the latest calls are looked at.
 *
 * What was measured is kept for who shows or estimates something by it (`pace_seen`), so that all go by the same figures.
 */
import { type Kysely, sql } from 'kysely';
import type { Turnover } from '../domain/eta.ts';
import type { HeldBack } from '../domain/held-back.ts';
import { LISTED_MAX } from '../domain/limits.ts';
import type { Shows } from '../domain/no-show.ts';
import type { Proposal } from '../domain/pacing.ts';
import type { Database } from './schema.ts';

/** Calls that conversion is measured by: enough for a few percent, recent enough to follow a change. */
const LATEST_CALLS = 200;
/** Of more than these in the last minute the time is measured that so many took. */
const LATEST_MOVES = 1_000;

export interface SalePace extends Proposal {
  /** Paused or closed: PostgreSQL knows it a moment before the line does. */
  readonly isShut: boolean;
  /** The operator's rate. */
  readonly admitPerMinute: number;
  readonly autopilot: boolean;
  readonly autopilotRate: number | null;
  readonly shows: Shows;
  /** Of the latest turns' orders those that are no hold any more; how many of them were paid, and their units. */
  readonly holds: { readonly settled: number; readonly paid: number; readonly units: number };
  readonly turnover: Turnover;
}

type Row = Omit<SalePace, 'shows' | 'turnover' | 'holds'> &
  Turnover & {
    holding: number;
    holdingUnits: number;
    holdsSettled: number;
    callsSettled: number;
    callsMissed: number;
  };
const offFloor = sql`('passthrough', 'staff', 'raffle', 'reserve')`;

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
      where sale_id collate "C" = ${saleId} and state <> 'called' and claim_by <= now()
        and lane not in ${offFloor}
      order by called_at desc limit ${LATEST_CALLS}
    ), calls as materialized (
      select called_at as at from admission
      where sale_id collate "C" = ${saleId} and called_at > now() - interval '1 minute' and lane not in ${offFloor}
      order by called_at desc limit ${LATEST_MOVES}
    ), ends as materialized (
      select ended_at as at, extract(epoch from ended_at - called_at) as seconds from admission
      where sale_id = ${saleId} and ended_at > now() - interval '1 minute' and lane not in ${offFloor}
      order by ended_at desc limit ${LATEST_MOVES}
    ), live as materialized (
      select lane, count(*)::int as turns from admission
      where sale_id = ${saleId} and admission.state in ('called', 'shopping') group by lane
    ), held as materialized (
      -- Turns with an open order, each looked up by its key: joined, PostgreSQL, which knows nothing of how many there are,
      -- compares each with each, a hundred milliseconds a second for a floor of 1,000.
      select turn.lane, ordered.units from (
        select admission_id, sum(units)::int as units from "order"
        where sale_id = ${saleId} and "order".state in ('held', 'paying', 'expiring') group by admission_id
      ) as ordered cross join lateral (
        select lane from admission where id = ordered.admission_id and admission.state in ('called', 'shopping') limit 1
      ) as turn
    ), undecided as materialized (
      select lane, turns - (select count(*)::int from held where held.lane = live.lane) as turns from live
    ), holding as materialized (
      -- Buyers stay longer than who only looked: without those at the till the first measure would be of lookers alone.
      select units from held where lane not in ${offFloor}
    )
    select
      sale.state in ('paused', 'closed') as "isShut",
      sale.admit_per_minute as "admitPerMinute", sale.autopilot, pace_state.rate_per_minute as "autopilotRate",
      (select coalesce(sum(available), 0)::int from tier where sale_id = sale.id) as available,
      (select coalesce(sum(turns), 0)::int from undecided where lane not in ('raffle', 'reserve')) as undecided,
      (select coalesce(sum(turns), 0)::int from undecided where lane in ('raffle', 'reserve'))
        + (select count(*)::int from (select from reserve_entry
           where sale_id = sale.id and state = 'waiting' limit ${sql.lit(LISTED_MAX)}) as listed) as promised,
      (select count(*)::int from holding) as holding, (select coalesce(sum(units), 0)::int from holding) as "holdingUnits",
      (select count(*) filter (where state = 'finished') from latest)::int as bought,
      (select count(*) from latest)::int as settled,
      (select coalesce(sum(units), 0)::int from of_latest where is_bought and is_finished) as units,
      (select count(*)::int from of_latest where is_bought and is_finished) as orders,
      (select count(*)::int from of_latest) as "holdsSettled",
      (select count(*)::int from latest_calls) as "callsSettled",
      (select count(*)::int from latest_calls where not came) as "callsMissed",
      (select coalesce(sum(turns), 0)::int from live where lane not in ${offFloor}) as floor,
      (select ${perMinute} from calls) as "calledPerMinute",
      (select ${perMinute} from ends) as "endedPerMinute",
      (select coalesce(avg(seconds), 0)::float8 from ends) as "turnSeconds"
    from sale left join pace_state on pace_state.sale_id = sale.id
    where sale.id = ${saleId}
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`no sale ${saleId}`);
  const { callsSettled, callsMissed, floor, calledPerMinute, endedPerMinute, turnSeconds, ...rest } = row;
  const { holding, holdingUnits, holdsSettled, bought, settled, orders, units, ...pace } = rest;
  return {
    ...pace,
    // Who holds an order counts as somebody who buys.
    ...{ bought: bought + holding, settled: settled + holding },
    ...{ orders: orders + holding, units: units + holdingUnits },
    holds: { settled: holdsSettled, paid: orders, units },
    shows: { settled: callsSettled, missed: callsMissed },
    turnover: { floor, calledPerMinute, endedPerMinute, turnSeconds },
  };
}

/** Over a minute, or since the opening, or over the time that the newest took where they are very many. */
const perMinute = sql`(count(*) * 60 / greatest(5, extract(epoch from least(interval '1 minute',
  now() - coalesce(sale.opened_at, '-infinity'),
  case when count(*) = ${LATEST_MOVES} then now() - min(at) else interval '1 minute' end))))::float8`;

/** Whoever writes last wins: two ticks measure the same within a moment. */
export async function keepPace(
  db: Kysely<Database>,
  saleId: string,
  pace: SalePace,
  heldBack: HeldBack | null,
): Promise<void> {
  const seen = {
    undecided: pace.undecided,
    turns_settled: pace.settled,
    turns_bought: pace.bought,
    holds_settled: pace.holds.settled,
    holds_paid: pace.holds.paid,
    units_paid: pace.holds.units,
    calls_settled: pace.shows.settled,
    calls_missed: pace.shows.missed,
    floor: pace.turnover.floor,
    called_per_minute: pace.turnover.calledPerMinute,
    ended_per_minute: pace.turnover.endedPerMinute,
    turn_seconds: pace.turnover.turnSeconds,
    held_back: heldBack,
  };
  await db
    .insertInto('pace_seen')
    .values({ sale_id: saleId, ...seen })
    .onConflict((conflict) => conflict.column('sale_id').doUpdateSet({ ...seen, at: sql<Date>`now()` }))
    .execute();
}
