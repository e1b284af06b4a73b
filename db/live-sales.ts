/**
 * The sales that somebody may be waiting for, with their stock: one query, asked about once a second by each process
 * that needs to know. A sale that closed stays for an hour, so that its pages can say so.
 */
import { type Kysely, sql } from 'kysely';
import type { Measured } from '../domain/chance-at-place.ts';
import type { Floor, Turnover } from '../domain/eta.ts';
import type { Audience, Fulfilment, LobbyMode, SaleMode, SaleState } from '../domain/sale.ts';
import { promisedToList } from './promised.ts';
import type { Database } from './schema.ts';

export interface LiveTier {
  readonly id: string;
  readonly name: string;
  readonly priceAmount: number;
  readonly capacity: number;
  readonly available: number;
  readonly held: number;
  readonly sold: number;
}

export interface LiveSale {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly state: SaleState;
  readonly mode: SaleMode;
  readonly lobby: LobbyMode;
  readonly audience: Audience;
  readonly currency: string;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  readonly floorMax: number;
  readonly admitPerMinute: number;
  readonly passMinutes: number;
  readonly claimSeconds: number;
  readonly holdMinutes: number;
  readonly perVisitorMax: number;
  readonly fulfilment: Fulfilment;
  readonly messageKo: string | null;
  readonly messageEn: string | null;
  readonly messageAt: Date | null;
  readonly reason: string | null;
  readonly reasonKo: string | null;
  readonly reasonEn: string | null;
  readonly nextNewsAt: Date | null;
  readonly registrationClosesAt: Date | null;
  readonly winners: number | null;
  readonly claimHours: number;
  readonly reserveHours: number;
  readonly codeRequired: boolean;
  readonly priorityShare: number;
  readonly autopilot: boolean;
  readonly embedOrigins: readonly string[];
  readonly hideBeforeOpening: boolean;
  /** A lobby that nobody may see yet (CAT-10). */
  readonly isHiddenLobby: boolean;
  readonly drawSeedHash: string;
  readonly drawSize: number | null;
  readonly drawRoot: string | null;
  readonly drawBeaconState: 'none' | 'awaited' | 'mixed' | 'missing';
  /** What places are computed from; secret until the line is open, null until root and beacon are there. */
  readonly drawKey: string | null;
  /** What the autopilot has set; null where it never had to. */
  readonly autopilotRate: number | null;
  readonly etaPromised: number;
  readonly etaHeld: number;
  /** What admission measured at its last tick; null before the first one. */
  readonly measured: (Measured & Turnover & Pick<Floor, 'callsSettled'>) | null;
  /** Units that are the reserve list's, and not for the line. */
  readonly promised: number;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
  readonly nextHoldEndsAt: Date | null;
  readonly tiers: readonly LiveTier[];
}

const CLOSED_SHOWN_MINUTES = 60;

export async function liveSales(db: Kysely<Database>): Promise<LiveSale[]> {
  const { rows } = await sql<LiveSale>`
    select sale.id, slug, title, state, mode, lobby, audience, currency, opens_at as "opensAt", closes_at as "closesAt",
           floor_max as "floorMax", admit_per_minute as "admitPerMinute", pass_minutes as "passMinutes",
           claim_seconds as "claimSeconds", hold_minutes as "holdMinutes", per_visitor_max as "perVisitorMax", fulfilment,
           message_ko as "messageKo", message_en as "messageEn", message_at as "messageAt", reason,
           reason_ko as "reasonKo", reason_en as "reasonEn", next_news_at as "nextNewsAt", registration_closes_at as "registrationClosesAt", winners,
           claim_hours as "claimHours", reserve_hours as "reserveHours", code_required as "codeRequired",
           priority_share as "priorityShare", autopilot, embed_origins as "embedOrigins",
           hide_before_opening as "hideBeforeOpening",
           state = 'lobby' and coalesce(hidden_until > now(), false) as "isHiddenLobby",
           draw_seed_hash as "drawSeedHash", draw_size as "drawSize", draw_root as "drawRoot",
           draw_beacon_state as "drawBeaconState", draw_key as "drawKey",
           pace_state.rate_per_minute as "autopilotRate", coalesce(eta_score.promised, 0)::int as "etaPromised",
           coalesce(eta_score.held, 0)::int as "etaHeld",
           case when pace_seen.sale_id is not null then json_build_object('undecided', pace_seen.undecided,
             'turnsSettled', turns_settled, 'turnsBought', turns_bought, 'holdsSettled', holds_settled,
             'holdsPaid', holds_paid, 'unitsPaid', units_paid, 'floor', pace_seen.floor,
             'calledPerMinute', called_per_minute, 'endedPerMinute', ended_per_minute, 'turnSeconds', turn_seconds,
             'callsSettled', calls_settled) end as measured,
           ${promisedToList} as promised, opened_at as "openedAt",
           closed_at as "closedAt",
           (select min(hold_expires_at) from "order" where "order".sale_id = sale.id
              and "order".state in ('held', 'paying', 'expiring')) as "nextHoldEndsAt",
           (select coalesce(json_agg(json_build_object('id', tier.id, 'name', tier.name, 'priceAmount', price_amount,
              'capacity', capacity, 'available', available, 'held', held, 'sold', sold) order by position), '[]')
            from tier where tier.sale_id = sale.id and removed_at is null) as tiers
    from sale
    left join pace_state on pace_state.sale_id = sale.id
    left join pace_seen on pace_seen.sale_id = sale.id
    left join eta_score on eta_score.sale_id = sale.id
    where state not in ('draft', 'closed')
       or (state = 'closed' and closed_at > now() - ${CLOSED_SHOWN_MINUTES} * interval '1 minute')
    order by sale.id
  `.execute(db);
  return rows;
}
