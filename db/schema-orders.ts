/** Row types of orders, money and what the writer keeps (migrations 0003, 0009, 0015 and 0019). */
import type { ColumnType, Generated } from 'kysely';
import type { OrderState } from '../domain/order-lifecycle.ts';
import type { TakenBackBy } from '../domain/taken-back.ts';
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
  returns_until: At | null;
  reason: string | null;
  /** Written by processes of before, whose returns were of whole orders; each becomes the reason of a row of its own. */
  return_reason: string | null;
  taken_back_by: TakenBackBy | null;
  points_spent: Generated<number>;
  refunded_amount: Generated<number>;
  refunded_points: Generated<number>;
}

export interface OrderLineTable {
  order_id: string;
  line_no: number;
  tier_id: string;
  quantity: number;
  unit_amount: number;
  refunded_quantity: Generated<number>;
  repaid_quantity: Generated<number>;
}

export interface OrderReturnTable {
  id: string;
  order_id: string;
  lines: Json<{ lineNo: number; quantity: number }[]>;
  reason: string;
  state: Generated<'asked' | 'taken_back' | 'refused'>;
  key: string | null;
  asked_lines: ColumnType<unknown, string | null, never>;
  asked_at: AtByDefault;
  due_at: At | null;
  decided_at: At | null;
  decided_by: string | null;
  answer: string | null;
  command_key: string | null;
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
  refund_asked: Generated<number>;
  refunded_amount: Generated<number>;
  created_at: AtByDefault;
  changed_at: AtByDefault;
  captured_at: At | null;
  refunded_at: At | null;
}

export interface PartRefundTable {
  command_key: string;
  order_id: string;
  lines: Json<{ lineNo: number; quantity: number }[]>;
  amount: number;
  points: number;
  reason: string | null;
  made_by: string;
  at: At;
  units_stay: Generated<boolean>;
}

export interface DeadLetterTable {
  id: string;
  source: 'command' | 'reserve' | 'due' | 'outbox';
  source_id: string;
  sale_id: string | null;
  order_id: string | null;
  what: string;
  key: string | null;
  cause: string;
  tries: Generated<number>;
  state: Generated<'open' | 'replayed' | 'set_aside'>;
  reason: string | null;
  decided_by: string | null;
  first_at: AtByDefault;
  last_at: AtByDefault;
}

export interface WebhookInboxTable {
  provider: string;
  event_id: string;
  body: string;
  received_at: AtByDefault;
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
  outcome: Generated<'taken' | 'bounced' | 'given_up'>;
  answer: string | null;
}

export type LedgerKind =
  | 'capacity'
  | 'reserve'
  | 'confirm'
  | 'lapse'
  | 'cancel'
  | 'late'
  | 'refund'
  | 'part_refund'
  | 'return';

/** `return`: a whole order, before returns had rows of their own; none is staged any more. */
export type CommandKind =
  | 'confirm'
  | 'release'
  | 'lapse'
  | 'refund'
  | 'return'
  | 'take_back'
  | 'adjust'
  | 'remove_tier';

export type PaymentState =
  | 'created'
  | 'pending'
  | 'succeeded'
  | 'declined'
  | 'cancelled'
  | 'refund_pending'
  | 'refunded';

/**
 * payment_cancel: ask the provider · payment_refund: give back all that is left of a payment · payment_refund_part: one
 * refund of some of it · points: an order's points as its state has them · mail: whatever is told by letter.
 */
export type OutboxTopic =
  | 'tickets_issue'
  | 'payment_cancel'
  | 'payment_refund'
  | 'payment_refund_part'
  | 'points'
  | 'mail';
