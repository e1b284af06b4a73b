/** Row types of buyers' accounts and of all sign-ins (migrations 0001 and 0005). */
import type { Generated } from 'kysely';
import type { At, AtByDefault } from './columns.ts';

export interface AccountTable {
  id: string;
  email_index: string | null;
  email_sealed: string | null;
  name_sealed: string | null;
  phone_index: string | null;
  phone_sealed: string | null;
  password_hash: string | null;
  language: Generated<'ko' | 'en'>;
  created_at: AtByDefault;
  changed_at: AtByDefault;
  deleted_at: At | null;
}

export interface AccountAddressTable {
  id: string;
  account_id: string;
  sealed: string;
  is_default: Generated<boolean>;
  created_at: AtByDefault;
}

export interface LoginTable {
  id: string;
  staff_id: string | null;
  account_id: string | null;
  refresh_digest: string;
  device: Generated<string>;
  created_at: AtByDefault;
  refreshed_at: AtByDefault;
  expires_at: At;
  ended_at: At | null;
  ended_because: string | null;
}

export interface SpentRefreshTable {
  digest: string;
  login_id: string;
  spent_at: AtByDefault;
}
