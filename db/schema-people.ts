/** Row types of what staff and accounts have beside themselves (migration 0011): invitations, recovery codes, flags. */

import type { Generated } from 'kysely';
import type { At, AtByDefault } from './columns.ts';
import type { StaffRole } from './schema-sales.ts';

export interface StaffRecoveryCodeTable {
  staff_id: string;
  code_digest: string;
  used_at: At | null;
}

export interface StaffInvitationTable {
  id: string;
  /** Of before migration 0040, until it is sealed. */
  email: string | null;
  email_sealed: string | null;
  email_index: string | null;
  role: StaffRole;
  code_digest: string;
  invited_by: string;
  created_at: AtByDefault;
  expires_at: At;
  ended_at: At | null;
  ended_because: 'joined' | 'withdrawn' | 'replaced' | null;
}

export type FlagState = 'flagged' | 'appealed' | 'kept' | 'lifted';

export interface AccountFlagTable {
  id: string;
  account_id: string;
  state: Generated<FlagState>;
  reason: string;
  flagged_by: string;
  flagged_at: AtByDefault;
  appeal_sealed: string | null;
  appealed_at: At | null;
  answer: string | null;
  answered_by: string | null;
  answered_at: At | null;
  changed_at: AtByDefault;
}
