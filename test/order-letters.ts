/** The letters that an order has had, as they would be sent now. */
import type { Kysely } from 'kysely';
import { openMails } from '../db/mail.ts';
import type { Database } from '../db/schema.ts';
import type { OrderLetterKind } from '../domain/order-letter.ts';
import { composeMail } from '../queue-worker/outbox/compose-mail.ts';

/** Kind and text of each, the newest last. */
export async function lettersOf(
  db: Kysely<Database>,
  orderId: string,
): Promise<(readonly [string, string])[]> {
  const rows = await db.selectFrom('outbox').select('id').where('topic', '=', 'mail').orderBy('id').execute();
  const mails = await openMails(
    db,
    rows.map(({ id }) => id),
  );
  return mails.flatMap(({ payload, matter }) => {
    if (!matter || payload.orderId !== orderId) return [];
    const kind = payload.kind as OrderLetterKind;
    return [[kind, composeMail({ kind, matter, name: 'M', url: 'http://u' }).text] as const];
  });
}
