/** The rows of one reservation, the same in every contender: an order, its line, a ledger row, the stored answer. */
import { HOLD_CAP_MINUTES } from '../../domain/limits.ts';
import type { Granted, ReserveCommand } from '../../domain/writer/command.ts';
import type { BenchSale } from './sales.ts';

export const HOLD_MS = 10 * 60_000;
export const CAP_MS = HOLD_CAP_MINUTES * 60_000;

export const insertOrder = `
  insert into "order" (id, sale_id, visitor_id, admission_id, account_id, email_index, contact_sealed, address_sealed, state,
    units, total_amount, currency, created_at, hold_expires_at, hold_cap_at)`;
export const insertLine = 'insert into order_line (order_id, line_no, tier_id, quantity, unit_amount)';
export const insertLedger = `
  insert into ledger (sale_id, seq, epoch, at, kind, tier_id, order_id, command_id, available_delta, held_delta, sold_delta)`;
export const insertAnswer = 'insert into command_answer (id, sale_id, body_hash, answer, at)';

export const answerOf = (sale: BenchSale, command: ReserveCommand, now: Date): Granted => ({
  id: command.id,
  bodyHash: command.bodyHash,
  outcome: 'granted',
  order: {
    id: command.orderId,
    holdExpiresAt: new Date(now.getTime() + HOLD_MS).toISOString(),
    lines: command.lines.map((line) => ({ ...line, unitAmount: sale.unitAmount })),
    totalAmount: sale.unitAmount,
    currency: 'KRW',
  },
});
