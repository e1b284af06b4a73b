/**
 * Sending a code to an address (ACT-2). Whether somebody has an account there is told to the letter box alone: both ways
 * are the same answer after the same work, a code row and a letter in one transaction.
 */
import { hash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { accountByEmail } from '../db/accounts.ts';
import { keepMailedCode, showMailedCode, spendMailedCode } from '../db/mailed-codes.ts';
import { stageOutbox } from '../db/outbox.ts';
import type { Database } from '../db/schema.ts';
import { blindIndex, sealText } from '../runtime/seal.ts';
import { mailedCodeHashes, newMailedCode } from '../tokens/mailed-code.ts';
import type { Deps } from './deps.ts';

export type CodePurpose = 'signup' | 'reset';
type CodeDeps = Pick<Deps, 'db' | 'ring' | 'chance' | 'attempts'>;

export interface CodeWish {
  readonly email: string;
  readonly language: 'ko' | 'en';
}

export async function mailCode(deps: CodeDeps, purpose: CodePurpose, wish: CodeWish): Promise<void> {
  const { db, ring, chance } = deps;
  const subject = blindIndex(ring, wish.email);
  const isKnown = (await accountByEmail(db, subject)) !== null;
  const code = newMailedCode(chance);
  const [codeHash = ''] = mailedCodeHashes(ring, { purpose, subject }, code);
  const kind = letterOf(purpose, isKnown);
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

function letterOf(purpose: CodePurpose, isKnown: boolean) {
  if (purpose === 'signup') return isKnown ? 'account_exists' : 'signup_code';
  return isKnown ? 'reset_code' : 'no_account';
}
