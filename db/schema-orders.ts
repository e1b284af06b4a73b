/** Row types of orders, money and what the writer keeps (migration 0003). */
import type { ColumnType, Generated } from 'kysely';
import type { OrderState } from '../domain/order-lifecycle.ts';
import type { At, AtByDefault, Json, JsonByDefault } from './columns.ts';

export interface WriterLeaseTable {
  sale_id: string;
  holder: string | null;
  epoch: Generated<number>;
  expires_at: AtByDefault;
  ledger_seq: Generated<number>;
}

export interface OrderTable {
  id: string;
  sale_id: string;
  visitor_id: string;
  admission_id: string | null;
  account_id: string | null;
  email_index: string;
  contact_sealed: string;
  address_sealed: string | null;
  state: OrderState;
  units: number;
  total_amount: number;
  currency: string;
  late: Generated<boolean>;
  created_at: AtByDefault;
  hold_expires_at: At;
  hold_cap_at: At;
  paid_at: At | null;
  payment_id: string | null;
  closed_at: At | null;
  next_step_at: At | null;
  return_reason: string | null;
  reason: string | null;
}

export interface OrderLineTable {
  order_id: string;
  line_no: number;
  tier_id: string;
  quantity: number;
  unit_amount: number;
}

export interface LedgerTable {
  sale_id: string;
  seq: number;
  epoch: number;
  at: AtByDefault;
  kind: LedgerKind;
  tier_id: string;
  order_id: string | null;
  command_id: string;
  available_delta: number;
  held_delta: number;
  sold_delta: number;
}

export interface CommandAnswerTable {
  id: string;
  sale_id: string;
  body_hash: string;
  answer: Json<object>;
  at: AtByDefault;
}

export interface CommandTable {
  id: Generated<number>;
  sale_id: string;
  kind: CommandKind;
  key: string;
  order_id: string | null;
  payload: JsonByDefault<Record<string, unknown>>;
  created_at: AtByDefault;
  done_at: At | null;
  result: ColumnType<Record<string, unknown> | null, string | null, string | null>;
}

export interface PaymentTable {
  id: string;
  order_id: string;
  provider: string;
  provider_ref: string | null;
  state: PaymentState;
  amount: number;
  currency: string;
  redirect_url: string | null;
  refund_reason: string | null;
  created_at: AtByDefault;
  changed_at: AtByDefault;
  captured_at: At | null;
  refunded_at: At | null;
}

export interface WebhookInboxTable {
  provider: string;
  event_id: string;
  body: string;
  received_at: AtByDefault;
}

export interface TicketTable {
  id: string;
  sale_id: string;
  order_id: string;
  line_no: number;
  unit_no: number;
  tier_id: string;
  state: Generated<'valid' | 'void' | 'used'>;
  issued_at: AtByDefault;
  checked_in_at: At | null;
  door: string | null;
}

export interface OutboxTable {
  id: Generated<number>;
  sale_id: string | null;
  topic: OutboxTopic;
  key: string;
  payload: Json<Record<string, unknown>>;
  created_at: AtByDefault;
  relayed_at: At | null;
  done_at: At | null;
}

export interface MailSentTable {
  outbox_id: number;
  message_id: string;
  at: AtByDefault;
}

export type LedgerKind =
  | 'capacity'
  | 'reserve'
  | 'confirm'
  | 'lapse'
  | 'cancel'
  | 'late'
  | 'refund'
  | 'return';

export type CommandKind = 'confirm' | 'release' | 'lapse' | 'refund' | 'return' | 'adjust';

export type PaymentState =
  | 'created'
  | 'pending'
  | 'succeeded'
  | 'declined'
  | 'cancelled'
  | 'refund_pending'
  | 'refunded';

/** order_paid: tickets and mail · payment_cancel: ask the provider · payment_refund: give money back · mail: the rest. */
export type OutboxTopic = 'tickets_issue' | 'payment_cancel' | 'payment_refund' | 'mail';
