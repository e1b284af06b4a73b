/** Row types, mirroring db/migrations. Column names are snake_case here and nowhere else. */
import type { ColumnType, Generated, Insertable, JSONColumnType, Selectable } from 'kysely';
import type { OrderState } from '../domain/order-lifecycle.ts';
import type { Audience, Fulfilment, LobbyMode, SaleMode, SaleState } from '../domain/sale.ts';

type At = ColumnType<Date, Date | string, Date | string>;
type AtByDefault = ColumnType<Date, Date | string | undefined, Date | string>;
type Json<T extends object> = JSONColumnType<T, string, string>;
type JsonByDefault<T extends object> = ColumnType<T, string | undefined, string>;

export interface Database {
  sale: SaleTable;
  tier: {
    id: string;
    sale_id: string;
    position: number;
    name: string;
    price_amount: number;
    capacity: number;
    available: number;
    held: Generated<number>;
    sold: Generated<number>;
  };
  staff: {
    id: string;
    email: string;
    name: string;
    role: StaffRole;
    password_hash: string;
    created_at: AtByDefault;
  };
  staff_login: {
    id: string;
    staff_id: string;
    refresh_digest: string;
    created_at: AtByDefault;
    refreshed_at: AtByDefault;
    expires_at: At;
    ended_at: At | null;
    ended_because: string | null;
  };
  spent_refresh: { digest: string; login_id: string };
  audit: {
    id: Generated<number>;
    at: AtByDefault;
    actor: string;
    act: string;
    sale_id: string | null;
    detail: JsonByDefault<Record<string, unknown>>;
    reason: string | null;
  };
  process: {
    name: string;
    kind: string;
    url: string | null;
    private_url: string;
    pid: number;
    ready: boolean;
    detail: JsonByDefault<Record<string, unknown>>;
    started_at: AtByDefault;
    heartbeat_at: AtByDefault;
  };
  line_generation: {
    only: Generated<boolean>;
    generation: number;
    run_id: string | null;
    state: 'rebuilding' | 'resuming' | 'ready';
    rebuilder: string | null;
    lease_until: At;
    changed_at: AtByDefault;
  };
  line_resumed: { generation: number; gateway: string; at: AtByDefault };
  line_numbers: { sale_id: string; number_end: Generated<number> };
  admission: {
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
  };
  line_exit: { sale_id: string; visitor_id: string; number: number; at: AtByDefault };
  writer_lease: {
    sale_id: string;
    holder: string | null;
    epoch: Generated<number>;
    expires_at: AtByDefault;
    ledger_seq: Generated<number>;
  };
  order: {
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
    reason: string | null;
  };
  order_line: { order_id: string; line_no: number; tier_id: string; quantity: number; unit_amount: number };
  ledger: {
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
  };
  command_answer: { id: string; sale_id: string; body_hash: string; answer: Json<object>; at: AtByDefault };
  command: {
    id: Generated<number>;
    sale_id: string;
    kind: CommandKind;
    key: string;
    order_id: string | null;
    payload: JsonByDefault<Record<string, unknown>>;
    created_at: AtByDefault;
    done_at: At | null;
    result: ColumnType<Record<string, unknown> | null, string | null, string | null>;
  };
  payment: {
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
  };
  webhook_inbox: { provider: string; event_id: string; body: string; received_at: AtByDefault };
  ticket: {
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
  };
  outbox: {
    id: Generated<number>;
    sale_id: string | null;
    topic: OutboxTopic;
    key: string;
    payload: Json<Record<string, unknown>>;
    created_at: AtByDefault;
    relayed_at: At | null;
    done_at: At | null;
  };
  mail_sent: { outbox_id: number; message_id: string; at: AtByDefault };
}

interface SaleTable {
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
  next_news_at: At | null;
  draw_seed: string;
  draw_seed_hash: string;
  draw_size: number | null;
  frozen_at: At | null;
  opened_at: At | null;
  closed_at: At | null;
  created_at: AtByDefault;
  changed_at: AtByDefault;
}

export type StaffRole = 'owner' | 'operator' | 'support' | 'door';
export type AdmissionLane = 'ordinary' | 'returned' | 'passthrough' | 'staff';
export type AdmissionState = 'called' | 'missed' | 'shopping' | 'finished' | 'ended' | 'left';
export type LedgerKind =
  | 'capacity'
  | 'reserve'
  | 'confirm'
  | 'lapse'
  | 'cancel'
  | 'late'
  | 'refund'
  | 'return';
export type CommandKind = 'confirm' | 'release' | 'lapse' | 'refund' | 'adjust';
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

export type SaleRow = Selectable<Database['sale']>;
export type NewSaleRow = Insertable<Database['sale']>;
export type TierRow = Selectable<Database['tier']>;
export type AdmissionRow = Selectable<Database['admission']>;
export type OrderRow = Selectable<Database['order']>;
export type OrderLineRow = Selectable<Database['order_line']>;
export type PaymentRow = Selectable<Database['payment']>;
export type CommandRow = Selectable<Database['command']>;
export type OutboxRow = Selectable<Database['outbox']>;
