/**
 * The sales that somebody may be waiting for, with their stock: one query, asked about once a second by each process
 * that needs to know. A sale that closed stays for an hour, so that its pages can say so.
 */
import { type Kysely, sql } from 'kysely';
import type { Audience, LobbyMode, SaleMode, SaleState } from '../domain/sale.ts';
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
  readonly messageKo: string | null;
  readonly messageEn: string | null;
  readonly messageAt: Date | null;
  readonly reason: string | null;
  readonly nextNewsAt: Date | null;
  /** Secret until the line is open. */
  readonly drawSeed: string;
  readonly drawSize: number | null;
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
           claim_seconds as "claimSeconds", hold_minutes as "holdMinutes", per_visitor_max as "perVisitorMax",
           message_ko as "messageKo", message_en as "messageEn", message_at as "messageAt", reason,
           next_news_at as "nextNewsAt", draw_seed as "drawSeed", draw_size as "drawSize", opened_at as "openedAt",
           closed_at as "closedAt",
           (select min(hold_expires_at) from "order" where "order".sale_id = sale.id
              and "order".state in ('held', 'paying', 'expiring')) as "nextHoldEndsAt",
           (select coalesce(json_agg(json_build_object('id', tier.id, 'name', tier.name, 'priceAmount', price_amount,
              'capacity', capacity, 'available', available, 'held', held, 'sold', sold) order by position), '[]')
            from tier where tier.sale_id = sale.id) as tiers
    from sale
    where state not in ('draft', 'closed')
       or (state = 'closed' and closed_at > now() - ${CLOSED_SHOWN_MINUTES} * interval '1 minute')
    order by sale.id
  `.execute(db);
  return rows;
}
