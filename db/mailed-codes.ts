/**
 * Codes sent by mail (ACC-14): one live code for a purpose and a subject, a new one replaces it. Each try is counted before
 * its outcome is known, so that many at once are not many free ones; a right one is used up.
 */
import { timingSafeEqual } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { MAILED_CODE_MS, MAILED_CODE_TRIES_MAX } from '../domain/limits.ts';
import type { Database } from './schema.ts';

export interface MailedCode {
  readonly purpose: string;
  readonly subject: string;
  readonly emailIndex: string;
  readonly codeHash: string;
}

export async function keepMailedCode(trx: Kysely<Database>, code: MailedCode): Promise<void> {
  const { purpose, subject, emailIndex, codeHash } = code;
  await sql`
    insert into email_code (purpose, subject, email_index, code_hash, tries_left, expires_at)
    values (${purpose}, ${subject}, ${emailIndex}, ${codeHash}, ${MAILED_CODE_TRIES_MAX},
            now() + ${MAILED_CODE_MS} * interval '1 millisecond')
    on conflict (purpose, subject) do update set email_index = excluded.email_index,
      code_hash = excluded.code_hash, tries_left = excluded.tries_left, expires_at = excluded.expires_at
  `.execute(trx);
}

/** `hashes`: what the code as typed may be kept under. */
export async function tryMailedCode(
  db: Kysely<Database>,
  { purpose, subject, hashes }: { purpose: string; subject: string; hashes: readonly string[] },
): Promise<boolean> {
  const kept = await db
    .updateTable('email_code')
    .set({ tries_left: sql<number>`tries_left - 1` })
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('tries_left', '>', 0)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning('code_hash')
    .executeTakeFirst();
  if (!kept || !hashes.some((hash) => isSame(hash, kept.code_hash))) return false;
  const { numDeletedRows } = await db
    .deleteFrom('email_code')
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('code_hash', '=', kept.code_hash)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
