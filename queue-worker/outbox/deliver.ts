/**
 * Delivering outbox rows: their effect, then `done_at`, in one transaction where the effect is in PostgreSQL. Each effect
 * is idempotent by a fact in PostgreSQL or at the provider, never by BullMQ: a job may run twice, at once or later, and a
 * row may be delivered again after its effect because the process died before writing `done_at` (OUT-3).
 */
import { z } from 'zod';
import { markOutboxDone, openOutboxRows } from '../../db/outbox.ts';
import { settlePoints } from '../../db/points.ts';
import type { OutboxRow } from '../../db/schema.ts';
import type { OutboxTopic } from '../../db/schema-orders.ts';
import { issueTickets } from '../../db/tickets.ts';
import { cancelPayment } from '../../payment/cancel-payment.ts';
import { refundPart, refundPayment } from '../../payment/refund-payment.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import { sendMail } from './send-mail.ts';

const ofOrder = z.object({ orderId: z.string() });
const ofRefund = z.object({ refundId: z.string() });
const ofPayment = z.object({ paymentId: z.string(), reason: z.string().nullish() });

type Effect = (deps: OutboxDeps, rows: readonly OutboxRow[]) => Promise<void>;

const effects: Record<OutboxTopic, Effect> = {
  tickets_issue: ({ db }, rows) =>
    db.transaction().execute(async (trx) => {
      await issueTickets(
        trx,
        rows.map(({ payload }) => ofOrder.parse(payload).orderId),
      );
      await markOutboxDone(trx, idsOf(rows));
    }),
  payment_cancel: oneByOne((deps, { payload }) => cancelPayment(deps, ofOrder.parse(payload).orderId)),
  payment_refund: oneByOne((deps, { payload }) => {
    const { paymentId, reason } = ofPayment.parse(payload);
    return refundPayment(deps, paymentId, reason ?? null);
  }),
  payment_refund_part: oneByOne((deps, { payload }) => refundPart(deps, ofRefund.parse(payload).refundId)),
  points: oneByOne(({ db, pointsPercent = 0 }, { payload }) =>
    db.transaction().execute((trx) => settlePoints(trx, ofOrder.parse(payload).orderId, pointsPercent)),
  ),
  mail: async (deps, rows) => {
    // Says itself when its row is done: one that was put off is not.
    for (const row of rows) await sendMail(deps, row);
  },
};

/** For what asks somebody outside: nothing that went well is held up by what did not. */
function oneByOne(effect: (deps: OutboxDeps, row: OutboxRow) => Promise<unknown>): Effect {
  return async (deps, rows) => {
    for (const row of rows) {
      await effect(deps, row);
      await markOutboxDone(deps.db, [row.id]);
    }
  };
}

const idsOf = (rows: readonly OutboxRow[]) => rows.map(({ id }) => id);

/** Rows of one job. Where they do not go together each is tried alone, so that a bad one holds up no other. */
export async function deliver(deps: OutboxDeps, ids: readonly number[]): Promise<void> {
  const rows = await openOutboxRows(deps.db, ids);
  for (const [topic, some] of Map.groupBy(rows, (row) => row.topic)) {
    try {
      await effects[topic](deps, some);
    } catch (fault) {
      if (some.length === 1) throw fault;
      await deliverAlone(deps, some);
    }
  }
}

/** Throws the last fault, once all were tried: the job is tried again and finds the others done. */
async function deliverAlone(deps: OutboxDeps, rows: readonly OutboxRow[]): Promise<void> {
  let last: unknown = null;
  for (const row of rows) {
    await effects[row.topic](deps, [row]).catch((fault: unknown) => {
      last = fault;
    });
  }
  if (last !== null) throw last;
}
