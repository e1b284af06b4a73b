/** The hash that binds a place to this browser, against the platform's own SHA-256. */
import { createHash, randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { isSecret, secretHashOf } from './hash-secret.ts';

test.each(['the browser’s own', 'ours, on plain http'])(
  'PAG-18: %s SHA-256 makes the hash, for a thousand secrets and the edges',
  async (whose) => {
    if (whose !== 'the browser’s own') vi.stubGlobal('crypto', {});
    const secrets = [
      Buffer.alloc(32),
      Buffer.alloc(32, 255),
      ...Array.from({ length: 1_000 }, () => randomBytes(32)),
    ];
    for (const secret of secrets)
      expect(await secretHashOf(secret.toString('base64url'))).toBe(
        createHash('sha256').update(secret).digest('base64url'),
      );
    vi.unstubAllGlobals();
  },
);

test('PAG-18: what is not 32 bytes of base64url is no secret, so a spoilt store makes a new one', () => {
  for (const spoilt of ['', 'abc', 'not base64 at all', randomBytes(31).toString('base64url'), undefined])
    expect(isSecret(spoilt)).toBe(false);
  expect(isSecret(randomBytes(32).toString('base64url'))).toBe(true);
});
