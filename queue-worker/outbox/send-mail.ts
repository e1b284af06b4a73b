/**
 * Sending one mail, once (MAI-1). The row in `mail_sent` is written first and committed after the mail server
 * said yes: a second job for the same mail waits for it and then finds it. Only a death between that yes and
 * the commit sends the mail again, and then under the same Message-ID, so that mail programs show it once.
 */
import { hash } from 'node:crypto';
import { z } from 'zod';
import { mailMatter, writeMailSent } from '../../db/mail.ts';
import { markOutboxDone } from '../../db/outbox.ts';
import type { OutboxRow } from '../../db/schema.ts';
import { orderKeyOf } from '../../tokens/order-key.ts';
import { openContact } from '../../tokens/sealed-contact.ts';
import { composeMail, mailKinds } from './compose-mail.ts';
import { listLetter, listMailPayload } from './mail-list.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import type { Mail } from './post-box.ts';

const mailPayload = z.object({
  kind: z.enum(mailKinds),
  orderId: z.string(),
  paymentId: z.string().optional(),
});

export async function sendMail(deps: OutboxDeps, row: OutboxRow): Promise<void> {
  const letter = await letterOf(deps, row.payload);
  const messageId = messageIdOf(row.key, deps.publicUrl);
  await deps.db.transaction().execute(async (trx) => {
    await markOutboxDone(trx, [row.id]);
    if (letter === null || !(await writeMailSent(trx, row.id, messageId))) return;
    const outcome = await deps.postBox.send({ ...letter, messageId });
    if (outcome === 'refused') deps.log.warn({ outboxId: row.id }, 'mail refused for good');
  });
}

type Letter = Omit<Mail, 'messageId'>;

/** By what it is about. Null: there is nothing left to say. */
async function letterOf(deps: OutboxDeps, payload: unknown): Promise<Letter | null> {
  const ofList = listMailPayload.safeParse(payload).data;
  return ofList ? await listLetter(deps, ofList) : await orderLetter(deps, mailPayload.parse(payload));
}

async function orderLetter(deps: OutboxDeps, payload: z.output<typeof mailPayload>): Promise<Letter> {
  const { kind, orderId, paymentId } = payload;
  const matter = await mailMatter(deps.db, orderId, paymentId ?? null);
  if (!matter) throw new Error(`a mail about order ${orderId}, which is not there`);
  const { name, email: address } = openContact(deps.ring, orderId, matter.contactSealed);
  const url = `${deps.publicUrl}/orders/${orderId}#key=${orderKeyOf(deps.ring, orderId)}`;
  return { to: { name, address }, ...composeMail({ kind, matter, name, url }) };
}

/** Named by the row's key, which says what the mail is about and is the same after any crash. */
const messageIdOf = (key: string, publicUrl: string): string =>
  `<${hash('sha256', key, 'hex').slice(0, 32)}@${new URL(publicUrl).hostname}>`;
