/** Passes: real, over, forged in every way, and bound to a secret. */
import { randomBytes } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { expect, test } from 'vitest';
import { parseKeyRing } from '../runtime/keyring.ts';
import { newKeys } from '../test/stores.ts';
import { checkSecret, readPass, secretHashOf, signPass } from './pass.ts';

const keys = newKeys('one');
const ring = parseKeyRing(keys);
const inAMinute = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 60_000);
const pass = {
  saleId: 'sal_1',
  visitorId: 'AAAABBBBCCCC1111',
  admissionId: 'adm_1',
  secretHash: 'hash',
  expiresAt: inAMinute,
};

test('ADM-6: a pass says what was signed, and says that it is over instead of vanishing', async () => {
  expect(await readPass(ring, await signPass(ring, pass))).toEqual({ pass, ended: false });
  const over = { ...pass, secretHash: null, expiresAt: new Date(1_000_000) };
  expect(await readPass(ring, await signPass(ring, over))).toEqual({ pass: over, ended: true });
});

test('ADM-6: algorithm, type, issuer, audience and key are pinned', async () => {
  const key = ring.current.derive('pass');
  const claims = { sale: 'sal_1', adm: 'adm_1' };
  const header = { alg: 'HS256', typ: 'pass+jwt', kid: 'one' };
  const make = (
    change: { alg?: string; typ?: string; kid?: string },
    issuer = 'usher',
    audience = 'checkout',
    by = key,
  ) =>
    new SignJWT(claims)
      .setProtectedHeader({ ...header, ...change })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(pass.visitorId)
      .setExpirationTime(inAMinute)
      .sign(by);
  await expect(readPass(ring, await make({}))).resolves.toMatchObject({ ended: false });
  const forged = [
    await make({ typ: 'access+jwt' }),
    await make({}, 'other'),
    await make({}, 'usher', 'gate'),
    await make({ kid: 'two' }),
    await make({}, 'usher', 'checkout', ring.current.derive('access')),
    await make({ alg: 'HS384' }),
    new UnsecuredJWT({ ...claims, iss: 'usher', aud: 'checkout', sub: 'x', exp: 9_999_999_999 }).encode(),
    'not a token',
    '',
  ];
  for (const text of forged)
    await expect(readPass(ring, text)).rejects.toMatchObject({ code: 'pass_invalid' });
});

test('ADM-6: a pass bound to a secret is worth nothing without it', () => {
  const secret = randomBytes(32).toString('base64url');
  const secretHash = secretHashOf(secret);
  checkSecret(secretHash, secret);
  checkSecret(null, undefined);
  for (const wrong of [undefined, '', 'x', secretHash, randomBytes(32).toString('base64url')]) {
    expect(() => checkSecret(secretHash, wrong)).toThrow(
      expect.objectContaining({ code: 'secret_required' }),
    );
  }
});
