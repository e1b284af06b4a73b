/**
 * Who is it? (GWY-7) In this order: account, secretHash, receipt, cookie; and nobody known so far gets an
 * identity of their own, for which the receipt is the only proof.
 *
 * Everything that is claimed is checked here, before anything is asked of the line: a receipt of another
 * sale, a forged one, one that is bound to a secret which was not given. What is refused has changed
 * nothing. An account's entry is computed from it, unless it kept a better place at signing in (ACC-7).
 */
import type { Kysely } from 'kysely';
import { placeOfAccount } from '../../db/account-places.ts';
import type { Database } from '../../db/schema.ts';
import { entryIdOf } from '../../domain/entry-id.ts';
import { Refused } from '../../domain/refusals.ts';
import type { Chance } from '../../runtime/chance.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import { readAccountToken } from '../../tokens/access-token.ts';
import { checkSecret } from '../../tokens/pass.ts';
import { type Receipt, readReceipt } from '../../tokens/receipt.ts';
import type { LiveSale } from './sale-book.ts';

/** What somebody shows of themselves when joining. */
export interface Shown {
  readonly receipt?: string | undefined;
  readonly secretHash?: string | undefined;
  readonly secret?: string | undefined;
  readonly accessToken?: string | undefined;
  /** The visitor of a cookie that was verified, and counts; null where there is none. */
  readonly cookieVisitor: string | null;
}

/** An entry that this visitor may stand for. */
export interface Candidate {
  readonly entryId: string;
  readonly secretHash: string | null;
  /** The secret was shown, or none is needed. */
  readonly isProven: boolean;
  readonly receipt: Receipt | null;
  /** Of who is signed in. */
  readonly accountId: string | null;
}

export interface IdentityDeps {
  readonly db: Kysely<Database>;
  readonly ring: KeyRing;
  readonly chance: Chance;
  readonly clock: Clock;
}

/** Strongest first; several where account, secret and receipt are of different entries. */
export function identify(
  deps: IdentityDeps,
  sale: LiveSale,
  shown: Shown,
): Candidate[] | Promise<Candidate[]> {
  const { receipt: receiptText, secretHash, secret, accessToken } = shown;
  const receipt = receiptText === undefined ? null : receiptFor(deps.ring, sale.id, receiptText);
  const byReceipt = receipt && receiptCandidate(receipt, secret);
  const bySecret = secretHash === undefined ? null : secretCandidate(sale.id, secretHash, secret);
  if (accessToken !== undefined) {
    // A secret that is only named must not bring somebody else's place to this account.
    const others = [bySecret?.isProven ? bySecret : null, byReceipt];
    return accountCandidate(deps, sale.id, accessToken, bySecret).then((byAccount) =>
      merged([byAccount, ...others]),
    );
  }
  // In a sale for accounts every receipt is an account's: it brings the place back after the sign-in has ended.
  if (sale.audience === 'accounts' && !byReceipt) throw new Refused('not_signed_in');
  if (bySecret || byReceipt) return merged([bySecret, byReceipt]);

  const visitor = shown.cookieVisitor ?? deps.chance.bytes(16).toString('base64url');
  return [unbound(entryIdOf(sale.id, 'c', visitor))];
}

/** One of each entry: with the receipt where one was shown. */
function merged(candidates: readonly (Candidate | null)[]): Candidate[] {
  const byEntry = new Map<string, Candidate>();
  for (const candidate of candidates) {
    if (!candidate) continue;
    const known = byEntry.get(candidate.entryId);
    const accountId = known?.accountId ?? candidate.accountId;
    const receipt = known?.receipt ?? candidate.receipt;
    const isProven = known?.isProven || candidate.isProven;
    byEntry.set(candidate.entryId, { ...(known ?? candidate), accountId, receipt, isProven });
  }
  return [...byEntry.values()];
}

/** Refuses what is not a receipt of this sale. */
function receiptFor(ring: KeyRing, saleId: string, text: string): Receipt {
  const receipt = readReceipt(ring, text);
  if (receipt.saleId !== saleId) throw new Refused('receipt_invalid');
  return receipt;
}

export function receiptCandidate(receipt: Receipt, secret: string | undefined): Candidate {
  const { entryId, secretHash } = receipt;
  checkSecret(secretHash, secret);
  return { entryId, secretHash, isProven: true, receipt, accountId: null };
}

function secretCandidate(saleId: string, secretHash: string, secret: string | undefined): Candidate {
  if (secret !== undefined) checkSecret(secretHash, secret);
  const entryId = entryIdOf(saleId, 's', secretHash);
  return { entryId, secretHash, isProven: secret !== undefined, receipt: null, accountId: null };
}

/** Each device binds what it is given to its own secret. */
async function accountCandidate(
  { db, ring, clock }: IdentityDeps,
  saleId: string,
  accessToken: string,
  bySecret: Candidate | null,
): Promise<Candidate> {
  const { accountId } = await readAccountToken(ring, accessToken, clock());
  const computed = entryIdOf(saleId, 'a', accountId);
  return {
    entryId: (await placeOfAccount(db, saleId, computed)) ?? computed,
    secretHash: bySecret?.secretHash ?? null,
    isProven: bySecret?.isProven ?? true,
    receipt: null,
    accountId,
  };
}

const unbound = (entryId: string): Candidate => ({
  entryId,
  secretHash: null,
  isProven: true,
  receipt: null,
  accountId: null,
});
