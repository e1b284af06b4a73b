/**
 * The digest by which a repeated request is known as the same one. Keyed, because a bare digest of an address can be
 * guessed; with the oldest key of the ring, so that a request repeated across a rotation is still the same.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Key, KeyRing } from '../runtime/keyring.ts';

/** Made once a key: importing it costs five times the digest. */
const imported = new WeakMap<Key, KeyObject>();

export function bodyHashOf(ring: KeyRing, canonicalBody: string): string {
  const oldest = ring.keys.at(-1) ?? ring.current;
  const key = imported.get(oldest) ?? createSecretKey(oldest.derive('blind-index'));
  imported.set(oldest, key);
  // Apart from the blind index of an address, which has the same key.
  return createHmac('sha256', key).update('body|').update(canonicalBody).digest('base64url');
}
