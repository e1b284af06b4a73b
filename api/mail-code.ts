/**
 * Sending a code to an address (ACT-2). Whether somebody has an account there, or is of the staff, is told to the letter box
 * alone: all ways are the same answer after the same work, a code row and a letter in one transaction.
 */
import { hash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import type { Transaction } from 'kysely';
import { type AccountRecord, accountByEmail } from '../db/accounts.ts';
import { keepMailedCode, showMailedCode, spendMailedCode } from '../db/mailed-codes.ts';
import { stageOutbox } from '../db/outbox.ts';
import type { Database } from '../db/schema.ts';
import { type StaffMember, type StaffProof, staffByEmail } from '../db/staff.ts';
import { blindIndex, sealText } from '../runtime/seal.ts';
import { mailedCodeHashes, newMailedCode } from '../tokens/mailed-code.ts';
import type { Deps } from './deps.ts';

export type CodePurpose = 'signup' | 'reset';
type CodeDeps = Pick<Deps, 'db' | 'ring' | 'chance' | 'attempts'>;

export const whose = z.enum(['account', 'staff']).optional().openapi({
  description:
    'whose password; left out: the account’s where the address has one, else that of the member of staff',
});
export type Whose = z.output<typeof whose>;

export interface CodeWish {
  readonly email: string;
  readonly whose?: Whose;
  readonly language: 'ko' | 'en';
}

export async function mailCode(deps: CodeDeps, purpose: CodePurpose, wish: CodeWish): Promise<void> {
  const { db, ring, chance } = deps;
  const subject = blindIndex(ring, wish.email);
  const holder = await holderOf(deps, wish);
  const code = newMailedCode(chance);
  const [codeHash = ''] = mailedCodeHashes(ring, { purpose, subject }, code);
  const kind = letterOf(purpose, wish.whose, holder);
  // Bound to the kind: a sealed text that is copied into a row of another kind does not open.
  const sealed = sealText(ring, JSON.stringify({ email: wish.email, code }), `letter:${kind}`);
  await db.transaction().execute(async (trx) => {
    await keepMailedCode(trx, { purpose, subject, emailIndex: subject, codeHash });
    const key = `${kind}:${hash('sha256', sealed, 'base64url')}`;
    const payload = { kind, language: wish.language, sealed };
    await stageOutbox(trx, [{ saleId: null, topic: 'mail', key, payload }]);
  });
}

export interface ShownInTime {
  /**
   * In the transaction of what the code is for. False where it was used meanwhile; what is rolled back, by "busy" or by any
   * other "no", leaves the code as it was.
   */
  spend(trx: Transaction<Database>): Promise<boolean>;
  /** Once that has committed: it was no guess. */
  forgive(): Promise<void>;
}

/**
 * Null unless the code is right, in time and not used before. Tries are counted over all codes of an address: a new code
 * each five tries would make a million of them a matter of days.
 */
export async function shownCode(
  { db, ring, attempts }: CodeDeps,
  purpose: CodePurpose,
  { email, code }: { readonly email: string; readonly code: string },
): Promise<ShownInTime | null> {
  const subject = blindIndex(ring, email);
  const attempt = `try|${purpose}|${subject}`;
  await attempts.take(attempt);
  const hashes = mailedCodeHashes(ring, { purpose, subject }, code);
  const shown = await showMailedCode(db, { purpose, subject, hashes });
  return (
    shown && {
      spend: (trx) => spendMailedCode(trx, shown),
      forgive: () => attempts.forgive(attempt),
    }
  );
}

export type CodeHolder = { readonly account: AccountRecord } | { readonly staff: StaffMember & StaffProof };

/** Null: nobody. Both are looked for, whoever is asked for. */
export async function holderOf(
  { db, ring }: Pick<CodeDeps, 'db' | 'ring'>,
  { email, whose }: { readonly email: string; readonly whose?: Whose },
): Promise<CodeHolder | null> {
  const [account, staff] = await Promise.all([
    accountByEmail(db, blindIndex(ring, email)),
    staffByEmail(db, email),
  ]);
  if (account && whose !== 'staff') return { account };
  return staff && whose !== 'account' ? { staff } : null;
}

function letterOf(purpose: CodePurpose, whose: Whose, holder: CodeHolder | null) {
  const isAccount = holder !== null && 'account' in holder;
  if (purpose === 'signup') return isAccount ? 'account_exists' : 'signup_code';
  if (holder === null) return whose === 'staff' ? 'no_staff' : 'no_account';
  return isAccount ? 'reset_code' : 'staff_reset_code';
}
