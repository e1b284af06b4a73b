/**
 * Sending one mail, once (MAI-1). The row in `mail_sent` is written first and committed after the mail server
 * said yes: a second job for the same mail waits for it and then finds it. Only a death between that yes and
 * the commit sends the mail again, and then under the same Message-ID, so that mail programs show it once.
 *
 * A mail that bounces ends there, and nothing else does: its row is done, and the order says so (MAI-5). One that the
 * server puts off is tried again with growing pauses, TRIES_MAX times in all, and then given up.
 */
import { hash } from 'node:crypto';
import { z } from 'zod';
import { endMail, postpone, triesOf, writeMailSent } from '../../db/mail.ts';
import { raiseFlag } from '../../db/order-flags.ts';
import { markOutboxDone } from '../../db/outbox.ts';
import type { OutboxRow } from '../../db/schema.ts';
import { type Backoff, backoffMs } from '../../runtime/backoff.ts';
import { systemChance } from '../../runtime/chance.ts';
import { letters } from './letters.ts';
import type { OutboxDeps } from './outbox-deps.ts';

/** Twelve tries in some twenty hours: a server that is away over night is back by then. */
export const TRIES_MAX = 12;
const pauses: Backoff = { firstMs: 60_000, mostMs: 4 * 3_600_000 };

const payloadShape = z.object({ kind: z.string(), orderId: z.string().optional() });

class PutOff extends Error {
  override readonly name = 'PutOff';
}

export async function sendMail(deps: OutboxDeps, row: OutboxRow): Promise<void> {
  const { kind } = payloadShape.parse(row.payload);
  const write = letters[kind];
  if (!write) throw new Error(`nobody writes letters of the kind ${kind}`);
  const tries = await triesOf(deps.db, row.id);
  if (tries?.isWaiting) return;
  const letter = await write(deps, row);
  if (!letter) return await markOutboxDone(deps.db, [row.id]);
  const messageId = messageIdOf(row.key, deps.publicUrl);

  try {
    await deps.db.transaction().execute(async (trx) => {
      await markOutboxDone(trx, [row.id]);
      if (!(await writeMailSent(trx, row.id, messageId))) return;
      const said = await deps.postBox.send({ ...letter, messageId });
      if (said.outcome === 'putOff') throw new PutOff(said.answer);
      if (said.outcome === 'refused') await bounce(deps, trx, row, said.answer);
    });
  } catch (fault) {
    if (!(fault instanceof PutOff)) throw fault;
    await putOff(deps, row, { tries: (tries?.tries ?? 0) + 1, messageId, answer: fault.message });
  }
}

async function bounce(
  { log }: OutboxDeps,
  trx: OutboxDeps['db'],
  row: OutboxRow,
  answer: string,
): Promise<void> {
  log.warn({ outboxId: row.id, answer }, 'mail refused for good');
  await endMail(trx, row.id, 'bounced', answer);
  await flag(trx, row, 'mail_bounced', answer);
}

async function putOff(
  { db, log, chance = systemChance }: OutboxDeps,
  row: OutboxRow,
  { tries, messageId, answer }: { tries: number; messageId: string; answer: string },
): Promise<void> {
  if (tries < TRIES_MAX) {
    await postpone(db, row.id, { tries, answer, pauseMs: backoffMs(tries - 1, pauses, chance) });
    return;
  }
  log.warn({ outboxId: row.id, answer }, 'mail given up');
  await db.transaction().execute(async (trx) => {
    await markOutboxDone(trx, [row.id]);
    if (!(await writeMailSent(trx, row.id, messageId))) return;
    await endMail(trx, row.id, 'given_up', answer);
    await flag(trx, row, 'mail_given_up', answer);
  });
}

/** Where it is about an order, staff see it there. */
async function flag(
  trx: OutboxDeps['db'],
  row: OutboxRow,
  kind: 'mail_bounced' | 'mail_given_up',
  answer: string,
): Promise<void> {
  const { kind: letter, orderId = null } = payloadShape.parse(row.payload);
  if (orderId === null) return;
  const detail = { letter, answer };
  await raiseFlag(trx, { kind, key: `${kind}:${row.id}`, orderId, paymentId: null, detail });
}

/** Named by the row's key, which says what the mail is about and is the same after any crash. */
const messageIdOf = (key: string, publicUrl: string): string =>
  `<${hash('sha256', key, 'hex').slice(0, 32)}@${new URL(publicUrl).hostname}>`;
