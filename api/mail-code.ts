/**
 * Sending a code to an address (ACT-2). Whether somebody has an account there is told to the letter box alone: both ways
 * are the same answer after the same work, a code row and a letter in one transaction.
 */
import { hash } from 'node:crypto';
import { accountByEmail } from '../db/accounts.ts';
import { keepMailedCode, tryMailedCode } from '../db/mailed-codes.ts';
import { stageOutbox } from '../db/outbox.ts';
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

/**
 * Right, in time, and not used before. Tries are counted over all codes of an address: a new code each five tries would make
 * a million of them a matter of days.
 */
export async function isMailedCode(
  { db, ring, attempts }: CodeDeps,
  purpose: CodePurpose,
  { email, code }: { readonly email: string; readonly code: string },
): Promise<boolean> {
  const subject = blindIndex(ring, email);
  const attempt = `try|${purpose}|${subject}`;
  await attempts.take(attempt);
  const hashes = mailedCodeHashes(ring, { purpose, subject }, code);
  const isRight = await tryMailedCode(db, { purpose, subject, hashes });
  if (isRight) await attempts.forgive(attempt);
  return isRight;
}

function letterOf(purpose: CodePurpose, isKnown: boolean) {
  if (purpose === 'signup') return isKnown ? 'account_exists' : 'signup_code';
  return isKnown ? 'reset_code' : 'no_account';
}
