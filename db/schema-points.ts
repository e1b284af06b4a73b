/** Row types of points (migration 0009). */
import type { Generated } from 'kysely';
import type { AtByDefault } from './columns.ts';

export interface PointsAccountTable {
  account_id: string;
  currency: string;
  balance: Generated<number>;
}

export interface PointsEntryTable {
  id: Generated<number>;
  account_id: string;
  currency: string;
  kind: 'earn' | 'spend' | 'giveBack' | 'takeBack';
  amount: number;
  balance_after: number;
  order_id: string | null;
  key: string;
  of_amount: number | null;
  at: AtByDefault;
}

export interface PointsHoldTable {
  command_id: string;
  account_id: string;
  currency: string;
  amount: number;
  state: 'held' | 'spent' | 'released';
  tries: Generated<number>;
  touched_at: AtByDefault;
}
