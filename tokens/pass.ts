/**
 * The pass: the admission token that opens checkout (ADM-6). HS256 because only our own API verifies it (28 µs; EdDSA
 * costs 185). Algorithm, type, issuer and audience are pinned: the library would take any that fits the key.
 *
 * A pass is a claim, not the truth: the writer still asks the admission's row, so a replayed, ended or other sale's pass
 * buys nothing, and a stolen one nothing without the visitor's secret.
 */
import { hash, timingSafeEqual, webcrypto } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { Refused } from '../domain/refusals.ts';
import type { Key, KeyRing } from '../runtime/keyring.ts';

export interface Pass {
  readonly saleId: string;
  /** The entry of the line. */
  readonly visitorId: string;
  readonly admissionId: string;
  readonly secretHash: string | null;
  readonly expiresAt: Date;
}

const pinned = { algorithms: ['HS256'], typ: 'pass+jwt', issuer: 'usher', audience: 'checkout' };
const claims = z.object({
  sub: z.string(),
  sale: z.string(),
  adm: z.string(),
  sh: z.string().optional(),
  exp: z.number(),
});

export async function signPass(ring: KeyRing, pass: Pass): Promise<string> {
  const payload = {
    sale: pass.saleId,
    adm: pass.admissionId,
    ...(pass.secretHash && { sh: pass.secretHash }),
  };
  return await new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256', typ: pinned.typ, kid: ring.current.kid })
    .setIssuer(pinned.issuer)
    .setAudience(pinned.audience)
    .setSubject(pass.visitorId)
    .setExpirationTime(Math.ceil(pass.expiresAt.getTime() / 1_000))
    .sign(ring.current.derive('pass'));
}

/**
 * Refuses with `pass_invalid` what is not one of our passes. One that is only over comes back with `ended`: its stored
 * answers still count, nothing new does.
 */
export async function readPass(ring: KeyRing, text: string): Promise<{ pass: Pass; ended: boolean }> {
  const keyOf = ({ kid }: { kid?: string }) => {
    const key = ring.byId(kid ?? '');
    if (!key) throw new Refused('pass_invalid');
    return verifyingKey(key);
  };
  try {
    const { payload } = await jwtVerify(text, keyOf, pinned);
    return { pass: passOf(claims.parse(payload)), ended: false };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { pass: passOf(claims.parse(error.payload)), ended: true };
    throw new Refused('pass_invalid', {}, { cause: error });
  }
}

/** Imported once: jose would take the bytes in again for each pass, which costs as much as verifying it. */
const imported = new WeakMap<Key, Promise<webcrypto.CryptoKey>>();

function verifyingKey(key: Key): Promise<webcrypto.CryptoKey> {
  const known = imported.get(key);
  if (known) return known;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const made = webcrypto.subtle.importKey('raw', key.derive('pass'), algorithm, false, ['verify']);
  imported.set(key, made);
  return made;
}

const passOf = ({ sub, sale, adm, sh, exp }: z.infer<typeof claims>): Pass => ({
  saleId: sale,
  visitorId: sub,
  admissionId: adm,
  secretHash: sh ?? null,
  expiresAt: new Date(exp * 1_000),
});

/** SHA-256 of a visitor's secret as the page sends it: base64url. */
export const secretHashOf = (secret: string): string =>
  hash('sha256', Buffer.from(secret, 'base64url'), 'base64url');

/** Refuses with `secret_required` unless the secret is the one that the place or pass is bound to. */
export function checkSecret(secretHash: string | null, secret: string | undefined): void {
  if (secretHash === null) return;
  const given = Buffer.from(secret === undefined ? '' : secretHashOf(secret));
  const expected = Buffer.from(secretHash);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Refused('secret_required');
}
