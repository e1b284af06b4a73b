/** Row types of what of the line outlives Redis (migration 0002). */
import type { Generated } from 'kysely';
import type { AdmissionLane } from '../domain/lane.ts';
import type { At, AtByDefault } from './columns.ts';

export interface LineGenerationTable {
  only: Generated<boolean>;
  generation: number;
  run_id: string | null;
  state: 'rebuilding' | 'resuming' | 'ready';
  rebuilder: string | null;
  lease_until: At;
  changed_at: AtByDefault;
}

export interface LineResumedTable {
  generation: number;
  gateway: string;
  at: AtByDefault;
}

export interface LineNumbersTable {
  sale_id: string;
  number_end: Generated<number>;
}

export interface AdmissionTable {
  id: string;
  sale_id: string;
  visitor_id: string;
  number: number;
  lane: Generated<AdmissionLane>;
  call_no: number;
  state: AdmissionState;
  called_at: AtByDefault;
  claim_by: At;
  claimed_at: At | null;
  pass_ends_at: At | null;
  ended_at: At | null;
  given_back_at: At | null;
}

/** One row for all who were called at once; gone as soon as each has a row of `admission`. */
export interface CallBatchTable {
  id: string;
  sale_id: string;
  called_at: At;
  claim_by: At;
  visitors: string[];
  numbers: number[];
  lanes: string[];
  call_nos: number[];
}

export interface LineExitTable {
  sale_id: string;
  visitor_id: string;
  number: number;
  at: AtByDefault;
}

export type AdmissionState = 'called' | 'missed' | 'shopping' | 'finished' | 'ended' | 'left';
