/**
 * The check of who has no place yet (ACC-10, ACC-21), answered in the try that is asked for it: by work, or by a mailed code
 * for who cannot work. What was passed is written down, so that a false alarm counts once a visitor. A mailed code is spent
 * in the transaction that writes it down: where the place was not taken after it, the same try passes again.
 */
import { checksOf, passAtDoor } from '../../db/line-checks.ts';
import type { CheckReason } from '../../domain/protocol.ts';
import { Refused } from '../../domain/refusals.ts';
import { addressGroup } from '../../domain/suspicion.ts';
import type { DeedDeps } from '../line/deed.ts';
import type { Hall } from '../line/hall.ts';
import type { Candidate } from '../line/identify.ts';
import { spendCheckCode } from './mail-check.ts';

/** What a try brings along. */
export interface Answer {
  /** Of the challenge that an earlier try was refused with. */
  readonly proof?: string | undefined;
  /** Of the mail that was asked for after it. */
  readonly mailedCode?: string | undefined;
  /** Where the request comes from. */
  readonly address: string;
}

export async function passesAtDoor(
  deps: DeedDeps,
  hall: Hall,
  { entryId, isProven }: Candidate,
  { proof, mailedCode, address }: Answer,
  reason: CheckReason,
): Promise<boolean> {
  const { db, access, measures } = deps;
  const saleId = hall.sale.id;
  if (proof !== undefined) {
    const purpose = joinPurpose(saleId, address);
    if (await access.proofs.isSolved(proof, purpose, entryId)) {
      if (await passAtDoor(db, { saleId, entryId, reason, by: 'work' })) measures.cleared('work');
      return true;
    }
  }
  // The hash of a secret is none: who only names it must not use up another's tries.
  if (mailedCode === undefined || !isProven) return false;
  const also = (trx: typeof db) => passAtDoor(trx, { saleId, entryId, reason, by: 'email' });
  const spent = await spendCheckCode(deps, { saleId, entryId }, mailedCode, also);
  if (spent) measures.cleared('email');
  return spent !== null || (await checksOf(db, saleId, [entryId])).get(entryId)?.isCleared === true;
}

/** Each refusal is counted; a try that brings a wrong answer was counted when it was asked. */
export async function askAtDoor(
  { access, measures }: DeedDeps,
  hall: Hall,
  { proof, mailedCode, address }: Answer,
  reason: CheckReason,
): Promise<never> {
  if (proof === undefined && mailedCode === undefined) measures.suspected(reason);
  const challenge = await access.proofs.challenge(joinPurpose(hall.sale.id, address), access.work());
  throw new Refused('proof_required', { challenge, reason });
}

/** What the solution is bound to: whoever has no place yet is known by the address alone. */
const joinPurpose = (saleId: string, address: string): string => `join|${saleId}|${addressGroup(address)}`;
