/** Row types of draws, lanes, codes, checks and what is promised to who waits (migration 0004). */
import type { Generated } from 'kysely';
import type { PaceWhy } from '../domain/autopilot.ts';
import type { HeldBack } from '../domain/held-back.ts';
import type { CodeLane } from '../domain/lane.ts';
import type { At, AtByDefault, JsonByDefault } from './columns.ts';

export interface DrawChunkTable {
  sale_id: string;
  chunk_no: number;
  entry_hashes: Buffer;
  root: string;
}

export interface ReserveEntryTable {
  sale_id: string;
  visitor_id: string;
  origin: 'raffle' | 'soldOut';
  lobby_index: number | null;
  number: number | null;
  state: ReserveState;
  secret_hash: string | null;
  contact_sealed: string | null;
  language: Generated<'ko' | 'en'>;
  at: AtByDefault;
}
export type ReserveState = 'registered' | 'waiting' | 'called' | 'done' | 'left';

export interface CheckoutFailureTable {
  id: Generated<number>;
  sale_id: string;
  admission_id: string;
  what: string;
  at: AtByDefault;
}

export interface VisitorEventTable {
  id: Generated<number>;
  sale_id: string;
  visitor_id: string;
  at: AtByDefault;
  what: string;
  detail: JsonByDefault<Record<string, unknown>>;
}

export interface LineContactTable {
  sale_id: string;
  visitor_id: string;
  contact_sealed: string;
  language: Generated<'ko' | 'en'>;
  at: AtByDefault;
  near_mailed_at: At | null;
  near_round: Generated<number>;
  stopped_at: At | null;
  sold_out_seen_at: At | null;
  look_moved: Generated<number>;
  look_generation: Generated<number>;
}

export interface AccessCodeTable {
  id: string;
  sale_id: string;
  code_hash: string;
  label: Generated<string>;
  lane: Generated<CodeLane>;
  uses_max: number;
  uses: Generated<number>;
  ends_at: At | null;
  withdrawn_at: At | null;
  created_at: AtByDefault;
}
export interface AccessCodeUseTable {
  code_id: string;
  visitor_id: string;
  at: AtByDefault;
}

export interface AccountPlaceTable {
  sale_id: string;
  account_visitor_id: string;
  visitor_id: string;
  at: AtByDefault;
}

export interface LineCheckTable {
  sale_id: string;
  visitor_id: string;
  reason: string;
  at: AtByDefault;
  cleared_at: At | null;
  cleared_by: 'work' | 'email' | 'staff' | null;
  at_door: Generated<boolean>;
}

export interface EmailCodeTable {
  purpose: string;
  subject: string;
  email_index: string;
  code_hash: string;
  tries_left: number;
  expires_at: At;
}

export interface PaceStateTable {
  sale_id: string;
  rate_per_minute: number;
  why: PaceWhy;
  why_ms: number;
  at: AtByDefault;
  slowed_at: AtByDefault;
}

export interface PaceSeenTable {
  sale_id: string;
  at: AtByDefault;
  undecided: number;
  turns_settled: number;
  turns_bought: number;
  holds_settled: number;
  holds_paid: number;
  units_paid: number;
  calls_settled: number;
  calls_missed: number;
  floor: number;
  called_per_minute: number;
  ended_per_minute: number;
  turn_seconds: number;
  held_back: Generated<HeldBack | null>;
}

export interface EtaScoreTable {
  sale_id: string;
  promised: Generated<number>;
  held: Generated<number>;
}
