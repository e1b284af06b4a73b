/**
 * What the dashboard reads of PostgreSQL, once a second a watched sale however many watch it. What would cost more as the
 * sale grows (all its admissions) is read seldom, and minutes that are over are not read again.
 *
 * Money is counts times prices: no route changes the price of a tier that is there.
 */
import { type Kysely, sql } from 'kysely';
import type { PaceWhy } from '../domain/autopilot.ts';
import { LEASE_MS } from '../domain/limits.ts';
import type { OpsPace, OpsSnapshot } from '../domain/ops-snapshot.ts';
import type { Database, SaleRow } from './schema.ts';

type Row = Omit<OpsSnapshot['writer'], 'backlog' | 'reservationsPerSecond'> &
  Pick<SaleRow, 'title' | 'slug' | 'state' | 'reason' | 'currency'> & {
    openedAt: Date | null;
    admitPerMinute: number;
    floorMax: number;
    passMinutes: number;
    claimSeconds: number;
    messageKo: string | null;
    messageEn: string | null;
    messageAt: Date | null;
    reasonKo: string | null;
    reasonEn: string | null;
    nextNewsAt: Date | null;
    called: number;
    shopping: number;
    autopilot: boolean;
    autopilotRate: number | null;
    autopilotWhy: PaceWhy | null;
    autopilotMs: number | null;
    autopilotAt: Date | null;
    etaPromised: number;
    etaHeld: number;
    turnsSettled: number;
    turnsBought: number;
    callsSettled: number;
    callsMissed: number;
    heldBack: OpsPace['heldBack'];
    openCommands: number;
    reservedLately: number;
    tiers: {
      id: string;
      name: string;
      price: number;
      capacity: number;
      available: number;
      held: number;
      sold: number;
    }[];
  };
export type OpsNow = Readonly<Row> & { readonly at: Date };

/** Seconds over which reservations are counted. */
export const RESERVED_SECONDS = 5;
/** The newest rows of the ledger that are looked at for it: more than a writer does in that time on a small machine. */
const LEDGER_ROWS_MAX = 20_000;

/** Admission looks each second; after so many nobody calls. */
const ASLEEP_SECONDS = 10;

/** Null where there is no such sale. */
export async function readOpsNow(db: Kysely<Database>, saleId: string): Promise<OpsNow | null> {
  const { rows } = await sql<OpsNow>`
    select now() as at, sale.slug, sale.title, sale.state, sale.reason, sale.currency, sale.opened_at as "openedAt",
      sale.admit_per_minute as "admitPerMinute", sale.floor_max as "floorMax", sale.pass_minutes as "passMinutes",
      sale.claim_seconds as "claimSeconds", sale.message_ko as "messageKo", sale.message_en as "messageEn",
      sale.message_at as "messageAt", sale.reason_ko as "reasonKo", sale.reason_en as "reasonEn",
      sale.next_news_at as "nextNewsAt", sale.autopilot, pace_state.rate_per_minute as "autopilotRate",
      pace_state.why as "autopilotWhy", pace_state.why_ms as "autopilotMs", pace_state.at as "autopilotAt",
      coalesce(eta_score.promised, 0)::int as "etaPromised", coalesce(eta_score.held, 0)::int as "etaHeld",
      coalesce(pace_seen.turns_settled, 0) as "turnsSettled", coalesce(pace_seen.turns_bought, 0) as "turnsBought",
      coalesce(pace_seen.calls_settled, 0) as "callsSettled", coalesce(pace_seen.calls_missed, 0) as "callsMissed",
      case when sale.state = 'open' then
        case when coalesce(pace_seen.at, sale.opened_at) < now() - ${ASLEEP_SECONDS} * interval '1 second' then 'asleep'
          else pace_seen.held_back end
      end as "heldBack",
      (select count(*) from admission where sale_id = sale.id and state = 'called') as called,
      (select count(*) from admission where sale_id = sale.id and state = 'shopping') as shopping,
      (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'price', price_amount, 'capacity', capacity,
         'available', available, 'held', held, 'sold', sold) order by position), '[]')
       from tier where sale_id = sale.id and (removed_at is null or sold > 0)) as tiers,
      writer_lease.holder, coalesce(writer_lease.epoch, 0) as epoch,
      case when writer_lease.holder is null then null
        else greatest(0, extract(epoch from now() - writer_lease.expires_at) * 1000 + ${LEASE_MS}::int)::int
      end as "renewedMsAgo",
      (select count(*) from command where sale_id = sale.id and done_at is null) as "openCommands",
      (select count(distinct order_id) from ledger
       where ledger.sale_id = sale.id and seq > writer_lease.ledger_seq - ${LEDGER_ROWS_MAX}::int and kind = 'reserve'
         and at > now() - ${RESERVED_SECONDS} * interval '1 second') as "reservedLately"
    from sale
    left join writer_lease on writer_lease.sale_id = sale.id
    left join pace_state on pace_state.sale_id = sale.id
    left join pace_seen on pace_seen.sale_id = sale.id
    left join eta_score on eta_score.sale_id = sale.id
    where sale.id = ${saleId}
  `.execute(db);
  return rows[0] ?? null;
}

export type OpsSoFar = Pick<OpsSnapshot, 'conversion' | 'noShow' | 'suspects'>;

/** Over all calls of the sale. `finished` are passes that are over, `bought` those of them with an order. */
export async function readOpsSoFar(db: Kysely<Database>, saleId: string): Promise<OpsSoFar> {
  const { rows } = await sql<{
    finished: number;
    bought: number;
    called: number;
    missed: number;
    suspected: number;
    cleared: number;
  }>`
    with check_of as (
      select count(*) as suspected, count(cleared_at) as cleared from line_check where sale_id = ${saleId}
    )
    select (select suspected from check_of) as suspected, (select cleared from check_of) as cleared,
      count(*) filter (where claimed_at is not null and state <> 'shopping') as finished,
      count(*) filter (where state = 'finished') as bought,
      count(*) filter (where state <> 'called') as called, count(*) filter (where state = 'missed') as missed
    from admission where sale_id = ${saleId}
  `.execute(db);
  const { finished = 0, bought = 0, called = 0, missed = 0, suspected = 0, cleared = 0 } = rows[0] ?? {};
  return {
    conversion: { finished, bought },
    noShow: { called, missed },
    suspects: { suspected, cleared },
  };
}

/** Calls by the minute they were made in, from the minute of `since` on; minutes without calls are left out. */
export async function callsPerMinute(
  db: Kysely<Database>,
  saleId: string,
  since: Date,
): Promise<{ readonly at: Date; readonly called: number }[]> {
  const { rows } = await sql<{ at: Date; called: number }>`
    select date_trunc('minute', called_at) as at, count(*) as called
    from admission where sale_id collate "C" = ${saleId} and called_at >= date_trunc('minute', ${since}::timestamptz)
    group by 1 order by 1
  `.execute(db);
  return rows;
}

/** The sale that an operator who named none most likely wants: what is on, else what comes, else what was. */
export async function saleToWatch(db: Kysely<Database>, slug: string | undefined): Promise<string | null> {
  const sale = await db
    .selectFrom('sale')
    .select('id')
    .$if(slug !== undefined, (query) => query.where('slug', '=', slug ?? ''))
    .orderBy(
      sql`case state when 'open' then 0 when 'paused' then 0 when 'lobby' then 1 when 'soldOut' then 2 else 3 end`,
    )
    .orderBy('opens_at', (order) => order.desc().nullsLast())
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return sale?.id ?? null;
}
