/** Row types of refunds, disputes, what staff must see, strays, and mails that were put off (migration 0012). */
import type { Generated } from 'kysely';
import type { At, AtByDefault, JsonByDefault } from './columns.ts';

export interface RefundTable {
  id: string;
  order_id: string;
  payment_id: string;
  amount: number;
  currency: string;
  state: Generated<'pending' | 'refunded' | 'refused'>;
  origin: Generated<'shop' | 'provider'>;
  provider_ref: string | null;
  reason: string | null;
  key: string;
  created_at: AtByDefault;
  changed_at: AtByDefault;
  closed_at: At | null;
}

export interface DisputeTable {
  provider: string;
  ref: string;
  payment_id: string;
  state: 'open' | 'won' | 'lost';
  amount: number;
  currency: string;
  reason: string | null;
  opened_at: AtByDefault;
  closed_at: At | null;
}

export interface OrderFlagTable {
  id: Generated<number>;
  order_id: string | null;
  payment_id: string | null;
  kind: string;
  key: string;
  detail: JsonByDefault<Record<string, unknown>>;
  raised_at: AtByDefault;
  cleared_at: At | null;
  cleared_by: string | null;
}

export interface StrayPaymentTable {
  provider: string;
  ref: string;
  payment_id: string | null;
  order_id: string | null;
  amount: number;
  currency: string;
  state: Generated<'found' | 'attached' | 'refunded'>;
  found_at: AtByDefault;
  tried_at: AtByDefault;
  closed_at: At | null;
}

export interface ProviderCursorTable {
  provider: string;
  from_at: At;
  to_at: At | null;
  after: string | null;
  heard_at: AtByDefault;
}

export interface MailTryTable {
  outbox_id: number;
  tries: number;
  first_at: AtByDefault;
  next_at: At;
  answer: string | null;
}
