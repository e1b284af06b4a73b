/** The tables, mirroring db/migrations. Column names are snake_case here and nowhere else. */
import type { Insertable, Selectable } from 'kysely';
import type { AccountAddressTable, AccountTable, LoginTable, SpentRefreshTable } from './schema-accounts.ts';
import type {
  AccessCodeTable,
  AccessCodeUseTable,
  AccountPlaceTable,
  CheckoutFailureTable,
  DrawChunkTable,
  EmailCodeTable,
  EtaScoreTable,
  LineCheckTable,
  LineContactTable,
  PaceSeenTable,
  PaceStateTable,
  ReserveEntryTable,
  VisitorEventTable,
} from './schema-fairness.ts';
import type {
  AdmissionTable,
  LineExitTable,
  LineGenerationTable,
  LineNumbersTable,
  LineResumedTable,
} from './schema-line.ts';
import type {
  CommandAnswerTable,
  CommandTable,
  LedgerTable,
  MailSentTable,
  OrderLineTable,
  OrderTable,
  OutboxTable,
  PaymentTable,
  TicketTable,
  WebhookInboxTable,
  WriterLeaseTable,
} from './schema-orders.ts';
import type { AuditTable, ProcessTable, SaleTable, StaffTable, TierTable } from './schema-sales.ts';

export interface Database {
  sale: SaleTable;
  tier: TierTable;
  staff: StaffTable;
  account: AccountTable;
  account_address: AccountAddressTable;
  login: LoginTable;
  spent_refresh: SpentRefreshTable;
  audit: AuditTable;
  process: ProcessTable;
  line_generation: LineGenerationTable;
  line_resumed: LineResumedTable;
  line_numbers: LineNumbersTable;
  admission: AdmissionTable;
  line_exit: LineExitTable;
  draw_chunk: DrawChunkTable;
  reserve_entry: ReserveEntryTable;
  checkout_failure: CheckoutFailureTable;
  visitor_event: VisitorEventTable;
  line_contact: LineContactTable;
  access_code: AccessCodeTable;
  access_code_use: AccessCodeUseTable;
  account_place: AccountPlaceTable;
  line_check: LineCheckTable;
  email_code: EmailCodeTable;
  pace_seen: PaceSeenTable;
  pace_state: PaceStateTable;
  eta_score: EtaScoreTable;
  writer_lease: WriterLeaseTable;
  order: OrderTable;
  order_line: OrderLineTable;
  ledger: LedgerTable;
  command_answer: CommandAnswerTable;
  command: CommandTable;
  payment: PaymentTable;
  webhook_inbox: WebhookInboxTable;
  ticket: TicketTable;
  outbox: OutboxTable;
  mail_sent: MailSentTable;
}

export type SaleRow = Selectable<Database['sale']>;
export type NewSaleRow = Insertable<Database['sale']>;
export type TierRow = Selectable<Database['tier']>;
export type AdmissionRow = Selectable<Database['admission']>;
export type OrderRow = Selectable<Database['order']>;
export type OrderLineRow = Selectable<Database['order_line']>;
export type PaymentRow = Selectable<Database['payment']>;
export type CommandRow = Selectable<Database['command']>;
export type OutboxRow = Selectable<Database['outbox']>;
