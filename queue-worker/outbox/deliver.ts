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
import { NotDone } from './not-done.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import { sendMails } from './send-mail.ts';

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
  // Says itself which rows are done: one that was put off is not.
  mail: (deps, rows) => sendMails(deps, idsOf(rows)),
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

/**
 * Rows of one job. Where those of a kind do not go together each is tried alone, so that a bad one holds up no other.
 * Throws NotDone with those that failed, once all were tried: the job is tried again and finds only these.
 */
export async function deliver(deps: OutboxDeps, ids: readonly number[]): Promise<void> {
  const rows = await openOutboxRows(deps.db, ids);
  const faults = new Map<number, unknown>();
  for (const some of Map.groupBy(rows, ({ topic }) => topic).values()) await deliverSome(deps, some, faults);
  if (faults.size > 0) throw new NotDone(faults);
}

/** Rows of one topic. */
async function deliverSome(
  deps: OutboxDeps,
  rows: readonly OutboxRow[],
  faults: Map<number, unknown>,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  try {
    await effects[first.topic](deps, rows);
  } catch (fault) {
    if (fault instanceof NotDone) for (const [id, own] of fault.faults) faults.set(id, own);
    else if (rows.length === 1) faults.set(first.id, fault);
    else for (const row of rows) await deliverSome(deps, [row], faults);
  }
}
