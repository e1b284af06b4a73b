/**
 * The digest by which a repeated request is known as the same one. Keyed, because a bare digest of an address can be
 * guessed; with the oldest key of the ring, so that a request repeated across a rotation is still the same.
 */
import { hmacOf } from '../runtime/hmac.ts';
import type { KeyRing } from '../runtime/keyring.ts';

export function bodyHashOf(ring: KeyRing, canonicalBody: string): string {
  const oldest = ring.keys.at(-1) ?? ring.current;
  // Apart from the blind index of an address, which has the same key.
  return hmacOf(oldest, 'blind-index', `body|${canonicalBody}`).toString('base64url');
}
