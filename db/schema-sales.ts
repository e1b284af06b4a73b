/** Row types of sales, stock, staff and processes (migration 0001), and of the catalogue (0007). */
import type { Generated } from 'kysely';
import type { BeaconRefusal } from '../domain/draw-proof.ts';
import type { Audience, Fulfilment, LobbyMode, SaleMode, SaleState } from '../domain/sale.ts';
import type { At, AtByDefault, JsonByDefault } from './columns.ts';

export interface SaleTable {
  id: string;
  slug: string;
  title: string;
  description: Generated<string>;
  category: Generated<string>;
  venue: string | null;
  starts_at: At | null;
  picture: string | null;
  accent: string | null;
  mode: Generated<SaleMode>;
  lobby: Generated<LobbyMode>;
  audience: Generated<Audience>;
  state: Generated<SaleState>;
  currency: string;
  opens_at: At | null;
  closes_at: At | null;
  floor_max: number;
  admit_per_minute: number;
  pass_minutes: number;
  claim_seconds: number;
  hold_minutes: number;
  per_visitor_max: number;
  fulfilment: Generated<Fulfilment>;
  message_ko: string | null;
  message_en: string | null;
  message_at: At | null;
  reason: string | null;
  reason_ko: string | null;
  reason_en: string | null;
  next_news_at: At | null;
  time_zone: Generated<string>;
  registration_closes_at: At | null;
  winners: number | null;
  claim_hours: Generated<number>;
  reserve_hours: Generated<number>;
  code_required: Generated<boolean>;
  priority_share: Generated<number>;
  autopilot: Generated<boolean>;
  embed_origins: Generated<string[]>;
  draw_seed: string;
  draw_seed_hash: string;
  draw_size: number | null;
  draw_root: string | null;
  draw_root_at: At | null;
  draw_beacon_state: Generated<'none' | 'awaited' | 'mixed' | 'missing'>;
  draw_beacon_url: string | null;
  draw_beacon_round: number | null;
  draw_beacon: string | null;
  draw_beacon_chain: string | null;
  draw_beacon_signature: string | null;
  draw_beacon_previous: string | null;
  draw_beacon_refused: BeaconRefusal | null;
  draw_key: string | null;
  frozen_at: At | null;
  opened_at: At | null;
  closed_at: At | null;
  hidden_until: At | null;
  hide_before_opening: Generated<boolean>;
  deleted_at: At | null;
  revision: Generated<number>;
  created_at: AtByDefault;
  changed_at: AtByDefault;
}

export interface TierTable {
  id: string;
  sale_id: string;
  position: number;
  name: string;
  price_amount: number;
  list_price_amount: number | null;
  attributes: JsonByDefault<Record<string, string>>;
  capacity: number;
  available: number;
  held: Generated<number>;
  sold: Generated<number>;
  removed_at: At | null;
}

export interface CategoryTable {
  slug: string;
  parent: string | null;
  position: number;
  name_ko: string;
  name_en: string;
}

export interface PictureTable {
  hash: string;
  width: number;
  height: number;
  small: Buffer;
  large: Buffer;
}

export interface SalePictureTable {
  id: string;
  sale_id: string;
  hash: string;
  position: number;
  alt_ko: Generated<string>;
  alt_en: Generated<string>;
}

export interface StaffTable {
  id: string;
  email: string;
  name: string;
  role: StaffRole;
  password_hash: string;
  created_at: AtByDefault;
  withdrawn_at: At | null;
  totp_sealed: string | null;
  totp_pending_sealed: string | null;
  totp_since: At | null;
  totp_step: Generated<number>;
}

export interface AuditTable {
  id: Generated<number>;
  at: AtByDefault;
  actor: string;
  act: string;
  sale_id: string | null;
  detail: JsonByDefault<Record<string, unknown>>;
  reason: string | null;
}

export interface ProcessTable {
  name: string;
  kind: string;
  url: string | null;
  private_url: string;
  pid: number;
  ready: boolean;
  detail: JsonByDefault<Record<string, unknown>>;
  started_at: AtByDefault;
  heartbeat_at: AtByDefault;
}

export type StaffRole = 'owner' | 'operator' | 'support' | 'door';
