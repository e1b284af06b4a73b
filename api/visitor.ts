/**
 * Who orders (API-10). In a sale with a line it is whoever holds its pass, with the secret that the pass is bound to. A
 * `shelf` sale needs no pass: there the visitor is the browser's own secret, or else the cookie that the gateway vouches
 * for with a signature of its own, so that it does not matter who else can reach this port.
 */
import type { Context } from 'hono';
import type { KeptSale } from '../db/sales.ts';
import { entryIdOf } from '../domain/entry-id.ts';
import { Refused } from '../domain/refusals.ts';
import type { Clock } from '../runtime/clock.ts';
import type { KeyRing } from '../runtime/keyring.ts';
import { readAccountToken } from '../tokens/access-token.ts';
import { checkSecret, readPass, secretHashOf } from '../tokens/pass.ts';
import { readVisitor } from '../tokens/visitor.ts';
import type { Barred } from './barred.ts';

export interface Visitor {
  readonly visitorId: string;
  readonly admissionId: string | null;
  /** Signed in; null otherwise. */
  readonly accountId: string | null;
  /** The pass is over: stored answers still count, nothing new does. */
  readonly ended: boolean;
}

const secretShape = /^[A-Za-z0-9_-]{43}$/;

export async function visitorOf(
  { ring, clock, barred }: { readonly ring: KeyRing; readonly clock: Clock; readonly barred: Barred },
  sale: KeptSale,
  c: Context,
): Promise<Visitor> {
  const secret = c.req.header('usher-secret');
  const accountId = await accountOf({ ring, barred }, c, clock());
  if (sale.mode === 'shelf')
    return { visitorId: shelfVisitor(ring, sale.id, secret, c), admissionId: null, accountId, ended: false };

  const text = c.req.header('usher-pass');
  if (text === undefined) throw new Refused('pass_required');
  const { pass, ended } = await readPass(ring, text);
  if (pass.saleId !== sale.id) throw new Refused('pass_invalid');
  checkSecret(pass.secretHash, secret);
  return { visitorId: pass.visitorId, admissionId: pass.admissionId, accountId, ended };
}

/** By the token alone, which lasts minutes: a crowd that orders does not ask PostgreSQL who it is. */
async function accountOf(
  { ring, barred }: { readonly ring: KeyRing; readonly barred: Barred },
  c: Context,
  nowMs: number,
): Promise<string | null> {
  const [, token] = /^Bearer ([\w.-]{1,4096})$/i.exec(c.req.header('authorization') ?? '') ?? [];
  if (token === undefined) return null;
  const { accountId, loginId } = await readAccountToken(ring, token, nowMs);
  // Of a sign-in that has ended: known without asking (ACT-11).
  if (barred.isEnded(loginId)) throw new Refused('not_signed_in');
  return accountId;
}

function shelfVisitor(ring: KeyRing, saleId: string, secret: string | undefined, c: Context): string {
  if (secret !== undefined && secretShape.test(secret)) return entryIdOf(saleId, 's', secretHashOf(secret));
  const proof = c.req.header('usher-visitor-proof');
  const visitorId = proof === undefined ? null : readVisitor(ring, 'edge', proof);
  if (visitorId !== null) return entryIdOf(saleId, 'c', visitorId);
  throw new Refused('secret_required', {
    detail: 'send Usher-Secret: 32 random bytes in base64url, the same ones each time',
  });
}
