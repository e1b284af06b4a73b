/**
 * Codes sent by mail (ACC-14): one live code for a purpose and a subject, a new one replaces it. Each try is counted before
 * its outcome is known, so that many at once are not many free ones. A right one is used up with what it was shown for, in
 * one transaction, and not by an answer that says to try again.
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

export interface TriedCode {
  readonly purpose: string;
  readonly subject: string;
  /** What the code as typed may be kept under. */
  readonly hashes: readonly string[];
}
/** A right one, good until it is spent. */
export type ShownCode = Pick<MailedCode, 'purpose' | 'subject' | 'codeHash'>;

/** Null for a wrong one, which costs a try. A right one costs none: what it is for may yet be put off, and tried again. */
export async function showMailedCode(
  db: Kysely<Database>,
  { purpose, subject, hashes }: TriedCode,
): Promise<ShownCode | null> {
  const kept = await db
    .updateTable('email_code')
    .set({ tries_left: sql<number>`tries_left - 1` })
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('tries_left', '>', 0)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning('code_hash as codeHash')
    .executeTakeFirst();
  if (!kept || !hashes.some((hash) => isSame(hash, kept.codeHash))) return null;
  const shown = { purpose, subject, codeHash: kept.codeHash };
  await db
    .updateTable('email_code')
    .set({ tries_left: sql<number>`tries_left + 1` })
    .where((eb) => eb.and(rowOf(shown)))
    .execute();
  return shown;
}

/** In the transaction of what it is for: the code goes with it, once. False where it is gone, or a newer one is there. */
export async function spendMailedCode(db: Kysely<Database>, shown: ShownCode): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('email_code')
    .where((eb) => eb.and(rowOf(shown)))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

const rowOf = ({ purpose, subject, codeHash }: ShownCode) => ({ purpose, subject, code_hash: codeHash });

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
