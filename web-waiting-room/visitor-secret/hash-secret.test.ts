/** The hash that binds a place to this browser, against the platform's own SHA-256. */
import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { secretHashOf } from './hash-secret.ts';

test('PAG-18: the secret is hashed as SHA-256 does, for a thousand secrets and the edges', () => {
  const secrets = [
    Buffer.alloc(32),
    Buffer.alloc(32, 255),
    ...Array.from({ length: 1_000 }, () => randomBytes(32)),
  ];
  for (const secret of secrets)
    expect(secretHashOf(secret.toString('base64url'))).toBe(
      createHash('sha256').update(secret).digest('base64url'),
    );
});

test('PAG-18: what is not 32 bytes of base64url has no hash, so a spoilt store makes a new secret', () => {
  for (const spoilt of ['', 'abc', 'not base64 at all', randomBytes(31).toString('base64url')])
    expect(secretHashOf(spoilt)).toBeNull();
});
