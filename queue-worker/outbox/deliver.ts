/**
 * Delivering one outbox row: its effect, then `done_at`. Each effect is idempotent by a fact in PostgreSQL or
 * at the provider, never by BullMQ: a job may run twice, at once or later, and a row may be delivered again
 * after its effect because the process died before writing `done_at` (OUT-3).
 */
import { z } from 'zod';
import { markOutboxDone, outboxRow } from '../../db/outbox.ts';
import type { OutboxRow } from '../../db/schema.ts';
import type { OutboxTopic } from '../../db/schema-orders.ts';
import { issueTickets } from '../../db/tickets.ts';
import { cancelPayment } from '../../payment/cancel-payment.ts';
import { refundPayment } from '../../payment/refund-payment.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import { sendMail } from './send-mail.ts';

const ofOrder = z.object({ orderId: z.string() });
const ofPayment = z.object({ paymentId: z.string(), reason: z.string().nullish() });

const effects: Record<OutboxTopic, (deps: OutboxDeps, row: OutboxRow) => Promise<unknown>> = {
  tickets_issue: ({ db }, { payload }) => {
    const { orderId } = ofOrder.parse(payload);
    return db.transaction().execute((trx) => issueTickets(trx, orderId));
  },
  payment_cancel: (deps, { payload }) => cancelPayment(deps, ofOrder.parse(payload).orderId),
  payment_refund: (deps, { payload }) => {
    const { paymentId, reason } = ofPayment.parse(payload);
    return refundPayment(deps, paymentId, reason ?? null);
  },
  mail: sendMail,
};

export async function deliver(deps: OutboxDeps, id: number): Promise<void> {
  const row = await outboxRow(deps.db, id);
  if (!row || row.done_at !== null) return;
  await effects[row.topic](deps, row);
  await markOutboxDone(deps.db, id);
}
