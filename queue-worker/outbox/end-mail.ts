/**
 * What becomes of a mail that the mail server did not take (MAI-5). One that bounces ends there, and nothing else does: its
 * row is done, and its order says so. One that is put off is tried again with growing pauses, TRIES_MAX times in all, and
 * then given up: it stands among what could not be done, where staff has it sent again (MAI-11).
 */
import { z } from 'zod';
import { recordGivenUp } from '../../db/dead-letters.ts';
import { endMail, type MailEnd, type OpenMail, postpone } from '../../db/mail.ts';
import { raiseFlag } from '../../db/order-flags.ts';
import { markOutboxDone } from '../../db/outbox.ts';
import { type Backoff, backoffMs } from '../../runtime/backoff.ts';
import { systemChance } from '../../runtime/chance.ts';
import type { OutboxDeps } from './outbox-deps.ts';

/** Twelve tries in some twenty hours: a server that is away over night is back by then. */
export const TRIES_MAX = 12;
const pauses: Backoff = { firstMs: 60_000, mostMs: 4 * 3_600_000 };

interface Untaken {
  readonly row: OpenMail;
  readonly messageId: string;
  readonly answer: string;
}

export async function bounce(deps: OutboxDeps, { row, messageId, answer }: Untaken): Promise<void> {
  deps.log.warn({ outboxId: row.id, answer }, 'mail refused for good');
  await end(deps, row, { outboxId: row.id, messageId, answer, outcome: 'bounced' });
}

export async function putOff(deps: OutboxDeps, { row, messageId, answer }: Untaken): Promise<void> {
  const { db, log, chance = systemChance } = deps;
  const tries = row.tries + 1;
  if (tries < TRIES_MAX)
    return await postpone(db, row.id, { tries, answer, pauseMs: backoffMs(tries - 1, pauses, chance) });
  log.warn({ outboxId: row.id, answer }, 'mail given up');
  await end(deps, row, { outboxId: row.id, messageId, answer, outcome: 'given_up' });
}

const payloadShape = z.object({ kind: z.string(), orderId: z.string().optional() });

/** Where it is about an order, staff see it there. */
async function end({ db }: OutboxDeps, row: OpenMail, mailEnd: MailEnd): Promise<void> {
  const { kind: letter, orderId = null } = payloadShape.parse(row.payload);
  const kind = `mail_${mailEnd.outcome}` as const;
  await db.transaction().execute(async (trx) => {
    const isNews = await endMail(trx, mailEnd);
    if (isNews && mailEnd.outcome === 'given_up')
      await recordGivenUp(trx, [row.id], mailEnd.answer, TRIES_MAX);
    await markOutboxDone(trx, [row.id]);
    if (!isNews || orderId === null) return;
    const detail = { letter, answer: mailEnd.answer };
    await raiseFlag(trx, { kind, key: `${kind}:${row.id}`, orderId, paymentId: null, detail });
  });
}
