/** Row types of tickets, of passing them on, and of doors (migrations 0003, 0010 and 0016). */
import type { Generated } from 'kysely';
import type { At, AtByDefault } from './columns.ts';

export interface TicketTable {
  id: string;
  sale_id: string;
  order_id: string;
  line_no: number;
  unit_no: number;
  tier_id: string;
  state: Generated<'valid' | 'void' | 'used'>;
  serial: Generated<number>;
  holder_transfer_id: string | null;
  issued_at: AtByDefault;
  checked_in_at: At | null;
  door: string | null;
}

export interface TicketTransferTable {
  id: string;
  ticket_id: string;
  from_serial: number;
  from_transfer_id: string | null;
  state: Generated<'offered' | 'claimed' | 'withdrawn'>;
  receiver_sealed: string;
  /** blindIndex of the receiver's address; null where an older version of ours made the offer a moment ago. */
  receiver_index: string | null;
  language: 'ko' | 'en';
  offered_at: AtByDefault;
  settled_at: At | null;
}

export interface TicketScanTable {
  id: string;
  ticket_id: string;
  serial: number;
  at: At;
  received_at: AtByDefault;
  door: string;
  device: Generated<string>;
  staff_id: string | null;
  outcome: ScanOutcome;
}

export type ScanOutcome = 'in' | 'already' | 'void' | 'overtaken' | 'undone';

export interface DoorDutyTable {
  sale_id: string;
  staff_id: string;
}
