/**
 * The second step of signing in (STF-1, STF-2): a code of the authenticator, or one of the recovery codes. Looking at a code
 * and taking it are two things: it is taken in the transaction that opens what it was shown for, and by one only.
 *
 * Tries are counted by member, wherever they come from, on top of those of the password. Whoever has used them up is told
 * what a wrong password is told, so that nobody learns here that a password was right.
 */
import type { Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { takeRecoveryCode, takeTimeStep } from '../db/two-step.ts';
import { Refused } from '../domain/refusals.ts';
import { isRecoveryCode, openTotp, recoveryDigest, timeStepOf } from '../tokens/totp.ts';
import type { Deps } from './deps.ts';

type StepDeps = Pick<Deps, 'ring' | 'clock' | 'attempts' | 'log'>;

/** Takes a code that looked right; false where somebody else was first. */
export type TakeCode = (trx: Transaction<Database>) => Promise<boolean>;

export interface CodeShown {
  readonly staffId: string;
  /** Null: two-step sign-in is off, and nothing is asked. */
  readonly totpSealed: string | null;
  readonly typed: string | undefined;
}

/** Null where the code is wrong, missing, or one too many. */
export async function checkCode(deps: StepDeps, shown: CodeShown): Promise<TakeCode | null> {
  const { staffId, totpSealed, typed } = shown;
  if (totpSealed === null) return async () => true;
  if (typed === undefined || typed.trim() === '' || !(await mayTry(deps, staffId))) return null;
  if (isRecoveryCode(typed)) {
    return (trx) => takeRecoveryCode(trx, staffId, recoveryDigest(staffId, typed));
  }
  const step = timeStepOf(openTotp(deps.ring, staffId, totpSealed), typed, deps.clock());
  return step === null ? null : (trx) => takeTimeStep(trx, staffId, { step, sealed: totpSealed });
}

const attemptOf = (staffId: string): string => `totp|${staffId}`;

/** Once it opened something: the budget is whole again. */
export const forgiveCodes = (deps: Pick<Deps, 'attempts'>, staffId: string): Promise<void> =>
  deps.attempts.forgive(attemptOf(staffId));

async function mayTry({ attempts, log }: StepDeps, staffId: string): Promise<boolean> {
  try {
    await attempts.take(attemptOf(staffId));
    return true;
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    log.warn({ staffId }, 'too many wrong codes of two-step sign-in: none is taken for a while');
    return false;
  }
}
