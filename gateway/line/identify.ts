/**
 * Who is it? (GWY-7) In this order: account, secretHash, receipt, cookie; and nobody known so far gets an
 * identity of their own, for which the receipt is the only proof.
 *
 * Everything that is claimed is checked here, before anything is asked of a store: a receipt of another
 * sale, a forged one, one that is bound to a secret which was not given. What is refused has changed
 * nothing.
 */
import { entryIdOf } from '../../domain/entry-id.ts';
import { Refused } from '../../domain/refusals.ts';
import type { Chance } from '../../runtime/chance.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import { readAccessToken } from '../../tokens/access-token.ts';
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
}

export interface IdentityDeps {
  readonly ring: KeyRing;
  readonly chance: Chance;
  readonly clock: Clock;
}

/** Strongest first; two where the receipt is another entry's than the secret's. */
export async function identify(deps: IdentityDeps, sale: LiveSale, shown: Shown): Promise<Candidate[]> {
  // Accounts do not stand in line yet: a token is only refused where it is not one of ours.
  if (shown.accessToken !== undefined) await readAccessToken(deps.ring, shown.accessToken, deps.clock());
  if (sale.audience === 'accounts') throw new Refused('not_signed_in');

  const receipt = shown.receipt === undefined ? null : receiptFor(deps.ring, sale.id, shown.receipt);
  const byReceipt = receipt && receiptCandidate(receipt, shown.secret);
  const bySecret =
    shown.secretHash === undefined ? null : secretCandidate(sale.id, shown.secretHash, shown.secret);
  if (bySecret && byReceipt)
    return bySecret.entryId === byReceipt.entryId ? [byReceipt] : [bySecret, byReceipt];
  if (bySecret ?? byReceipt) return [bySecret ?? byReceipt].flatMap((one) => one ?? []);

  const visitor = shown.cookieVisitor ?? deps.chance.bytes(16).toString('base64url');
  return [unbound(entryIdOf(sale.id, 'c', visitor))];
}

/** Refuses what is not a receipt of this sale. */
export function receiptFor(ring: KeyRing, saleId: string, text: string): Receipt {
  const receipt = readReceipt(ring, text);
  if (receipt.saleId !== saleId) throw new Refused('receipt_invalid');
  return receipt;
}

export function receiptCandidate(receipt: Receipt, secret: string | undefined): Candidate {
  const { entryId, secretHash } = receipt;
  checkSecret(secretHash, secret);
  return { entryId, secretHash, isProven: true, receipt };
}

function secretCandidate(saleId: string, secretHash: string, secret: string | undefined): Candidate {
  if (secret !== undefined) checkSecret(secretHash, secret);
  const entryId = entryIdOf(saleId, 's', secretHash);
  return { entryId, secretHash, isProven: secret !== undefined, receipt: null };
}

const unbound = (entryId: string): Candidate => ({
  entryId,
  secretHash: null,
  isProven: true,
  receipt: null,
});
