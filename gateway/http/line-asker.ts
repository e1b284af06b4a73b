/** Who asks over HTTP about a place: its holder, by receipt; or, where there need be no place yet, whoever would join. */
import type { Context } from 'hono';
import { Refused } from '../../domain/refusals.ts';
import type { Receipt } from '../../tokens/receipt.ts';
import type { ReceiptMemory } from '../../tokens/receipt-memory.ts';
import type { Hall } from '../line/hall.ts';
import {
  type Candidate,
  type IdentityDeps,
  identify,
  receiptCandidate,
  type Shown,
} from '../line/identify.ts';
import { headerOf } from './header.ts';
import { wordOfOrigin } from './origins.ts';
import { cookieVisitor } from './visitor-cookie.ts';

export interface AskerDeps extends IdentityDeps {
  readonly receipts: ReceiptMemory;
  readonly origins: ReadonlySet<string>;
}

/** What a body says of who asks. */
export type AskerShown = Pick<Shown, 'secret' | 'secretHash' | 'accessToken'>;

/** Whoever holds the receipt, and the secret where it is bound to one. */
export function holderOf(
  deps: AskerDeps,
  hall: Hall,
  c: Context,
  { secret }: AskerShown = {},
): Candidate & { receipt: Receipt } {
  const text = headerOf(c, 'usher-receipt');
  if (text === undefined) throw new Refused('receipt_invalid');
  const receipt = deps.receipts.read(text);
  if (receipt.saleId !== hall.sale.id) throw new Refused('receipt_invalid');
  return { ...receiptCandidate(receipt, secret ?? headerOf(c, 'usher-secret')), receipt };
}

/** Without a receipt, who joining would make of it: an account, a secret that is shown, or our cookie. */
export async function askerOf(deps: AskerDeps, hall: Hall, c: Context, body: AskerShown): Promise<Candidate> {
  if (headerOf(c, 'usher-receipt') !== undefined) return holderOf(deps, hall, c, body);
  const origin = wordOfOrigin(deps.origins, headerOf(c, 'origin'));
  if (origin === 'foreign') throw new Refused('not_allowed');
  const visitor = origin === 'ours' ? cookieVisitor(deps.ring, headerOf(c, 'cookie')) : null;
  const { secret = headerOf(c, 'usher-secret'), secretHash, accessToken } = body;
  const [candidate] = await identify(deps, hall.sale, {
    ...{ secret, secretHash, accessToken, cookieVisitor: visitor },
  });
  if (!candidate) throw new Error('an identity has at least one candidate');
  // Its hash is no secret: who reads it somewhere must not act in another's name.
  if (!candidate.isProven) throw new Refused('secret_required');
  return candidate;
}
