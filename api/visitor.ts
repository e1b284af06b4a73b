/**
 * Who orders (API-10). In a sale with a line it is whoever holds its pass, with the secret that the pass is bound to. A
 * `shelf` sale needs no pass: there the visitor is the browser's own secret, or else the cookie that the gateway vouches
 * for with a signature of its own, so that it does not matter who else can reach this port.
 */
import type { Context } from 'hono';
import type { SaleRecord } from '../db/sales.ts';
import { entryIdOf } from '../domain/entry-id.ts';
import { Refused } from '../domain/refusals.ts';
import type { KeyRing } from '../runtime/keyring.ts';
import { checkSecret, readPass, secretHashOf } from '../tokens/pass.ts';
import { readVisitor } from '../tokens/visitor.ts';

export interface Visitor {
  readonly visitorId: string;
  readonly admissionId: string | null;
  /** The pass is over: stored answers still count, nothing new does. */
  readonly ended: boolean;
}

const secretShape = /^[A-Za-z0-9_-]{43}$/;

export async function visitorOf(ring: KeyRing, sale: SaleRecord, c: Context): Promise<Visitor> {
  const secret = c.req.header('usher-secret');
  if (sale.mode === 'shelf')
    return { visitorId: shelfVisitor(ring, sale.id, secret, c), admissionId: null, ended: false };

  const text = c.req.header('usher-pass');
  if (text === undefined) throw new Refused('pass_required');
  const { pass, ended } = await readPass(ring, text);
  if (pass.saleId !== sale.id) throw new Refused('pass_invalid');
  checkSecret(pass.secretHash, secret);
  return { visitorId: pass.visitorId, admissionId: pass.admissionId, ended };
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
