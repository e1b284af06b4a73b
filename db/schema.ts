/** The tables, mirroring db/migrations. Column names are snake_case here and nowhere else. */
import type { Insertable, Selectable } from 'kysely';
import type { AccountAddressTable, AccountTable, LoginTable, SpentRefreshTable } from './schema-accounts.ts';
import type { BasketItemTable, BasketOrderTable } from './schema-basket.ts';
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
  CallBatchTable,
  LineExitTable,
  LineGenerationTable,
  LineNumbersTable,
  LineResumedTable,
} from './schema-line.ts';
import type {
  DisputeTable,
  MailTryTable,
  OrderFlagTable,
  ProviderCursorTable,
  RefundTable,
  StrayPaymentTable,
} from './schema-money.ts';
import type {
  CommandAnswerTable,
  CommandTable,
  DeadLetterTable,
  LedgerTable,
  MailSentTable,
  OrderLineTable,
  OrderReturnTable,
  OrderTable,
  OutboxTable,
  PartRefundTable,
  PaymentTable,
  WebhookInboxTable,
  WriterLeaseTable,
} from './schema-orders.ts';
import type { AccountFlagTable, StaffInvitationTable, StaffRecoveryCodeTable } from './schema-people.ts';
import type { PointsAccountTable, PointsEntryTable, PointsHoldTable } from './schema-points.ts';
import type {
  AuditTable,
  CategoryTable,
  PictureTable,
  ProcessTable,
  SalePictureTable,
  SaleTable,
  StaffTable,
  TierTable,
} from './schema-sales.ts';
import type { DoorDutyTable, TicketScanTable, TicketTable, TicketTransferTable } from './schema-tickets.ts';

export interface Database {
  sale: SaleTable;
  tier: TierTable;
  category: CategoryTable;
  picture: PictureTable;
  sale_picture: SalePictureTable;
  staff: StaffTable;
  staff_recovery_code: StaffRecoveryCodeTable;
  staff_invitation: StaffInvitationTable;
  account: AccountTable;
  account_address: AccountAddressTable;
  account_flag: AccountFlagTable;
  login: LoginTable;
  spent_refresh: SpentRefreshTable;
  audit: AuditTable;
  process: ProcessTable;
  line_generation: LineGenerationTable;
  line_resumed: LineResumedTable;
  line_numbers: LineNumbersTable;
  admission: AdmissionTable;
  call_batch: CallBatchTable;
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
  order_return: OrderReturnTable;
  ledger: LedgerTable;
  command_answer: CommandAnswerTable;
  command: CommandTable;
  payment: PaymentTable;
  part_refund: PartRefundTable;
  dead_letter: DeadLetterTable;
  points_account: PointsAccountTable;
  points_entry: PointsEntryTable;
  points_hold: PointsHoldTable;
  refund: RefundTable;
  dispute: DisputeTable;
  order_flag: OrderFlagTable;
  stray_payment: StrayPaymentTable;
  provider_cursor: ProviderCursorTable;
  webhook_inbox: WebhookInboxTable;
  ticket: TicketTable;
  ticket_transfer: TicketTransferTable;
  ticket_scan: TicketScanTable;
  door_duty: DoorDutyTable;
  basket_item: BasketItemTable;
  basket_order: BasketOrderTable;
  outbox: OutboxTable;
  mail_sent: MailSentTable;
  mail_try: MailTryTable;
}

export type SaleRow = Selectable<Database['sale']>;
export type NewSaleRow = Insertable<Database['sale']>;
export type TierRow = Selectable<Database['tier']>;
export type AdmissionRow = Selectable<Database['admission']>;
export type OrderRow = Selectable<Database['order']>;
export type OrderLineRow = Selectable<Database['order_line']>;
export type OrderReturnRow = Selectable<Database['order_return']>;
export type PaymentRow = Selectable<Database['payment']>;
export type RefundRow = Selectable<Database['refund']>;
export type CommandRow = Selectable<Database['command']>;
export type OutboxRow = Selectable<Database['outbox']>;
