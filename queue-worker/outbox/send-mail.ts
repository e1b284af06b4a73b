/**
 * Sending one mail, once (MAI-1). The row in `mail_sent` is written first and committed after the mail server
 * said yes: a second job for the same mail waits for it and then finds it. Only a death between that yes and
 * the commit sends the mail again, and then under the same Message-ID, so that mail programs show it once.
 */
import { hash } from 'node:crypto';
import { z } from 'zod';
import { writeMailSent } from '../../db/mail.ts';
import { markOutboxDone } from '../../db/outbox.ts';
import type { OutboxRow } from '../../db/schema.ts';
import { accountLetters } from './account-letters.ts';
import { checkLetters } from './check-letters.ts';
import type { LetterWriter } from './letter.ts';
import { listLetters } from './list-letters.ts';
import { nearLetters } from './near-letters.ts';
import { orderLetters } from './order-letters.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import { peopleLetterWriters } from './people-letters.ts';
import { ticketLetters } from './ticket-letters.ts';

/** By the `kind` in a row's payload. */
const letters: Readonly<Record<string, LetterWriter>> = {
  ...accountLetters,
  ...checkLetters,
  ...listLetters,
  ...nearLetters,
  ...orderLetters,
  ...ticketLetters,
  ...peopleLetterWriters,
};

const payloadShape = z.object({ kind: z.string() });

export async function sendMail(deps: OutboxDeps, row: OutboxRow): Promise<void> {
  const { kind } = payloadShape.parse(row.payload);
  const write = letters[kind];
  if (!write) throw new Error(`nobody writes letters of the kind ${kind}`);
  const letter = await write(deps, row);
  if (!letter) return await markOutboxDone(deps.db, [row.id]);
  const messageId = messageIdOf(row.key, deps.publicUrl);

  await deps.db.transaction().execute(async (trx) => {
    await markOutboxDone(trx, [row.id]);
    if (!(await writeMailSent(trx, row.id, messageId))) return;
    const outcome = await deps.postBox.send({ ...letter, messageId });
    if (outcome === 'refused') deps.log.warn({ outboxId: row.id, kind }, 'mail refused for good');
  });
}

/** Named by the row's key, which says what the mail is about and is the same after any crash. */
const messageIdOf = (key: string, publicUrl: string): string =>
  `<${hash('sha256', key, 'hex').slice(0, 32)}@${new URL(publicUrl).hostname}>`;
