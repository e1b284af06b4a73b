/**
 * The transfer key: what opens a passed-on ticket for whoever it was given to (TIC-4). It is in the link of one letter, and
 * kept nowhere: an HMAC of the transfer's id. Who gave the ticket away never sees it.
 */
import { timingSafeEqual } from 'node:crypto';
import { hmacOf } from '../runtime/hmac.ts';
import type { Key, KeyRing } from '../runtime/keyring.ts';

/** 43 characters of base64url. */
export const transferKeyOf = (ring: KeyRing, transferId: string): string => keyWith(ring.current, transferId);

/** True for a key that any key of the ring made: the link in an old mail outlives a rotation. */
export function isTransferKey(ring: KeyRing, transferId: string, given: string): boolean {
  const offered = Buffer.from(given);
  return ring.keys.some((key) => {
    const expected = Buffer.from(keyWith(key, transferId));
    return offered.length === expected.length && timingSafeEqual(offered, expected);
  });
}

const keyWith = (key: Key, transferId: string): string =>
  hmacOf(key, 'ticket-transfer', transferId).toString('base64url');
