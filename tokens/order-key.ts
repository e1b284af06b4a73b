/**
 * The order key: what opens an order for a buyer without an account (API-6). An HMAC of the order's id, so that it is
 * kept nowhere and the same answer can be given again after any crash.
 */
import { timingSafeEqual } from 'node:crypto';
import { hmacOf } from '../runtime/hmac.ts';
import type { Key, KeyRing } from '../runtime/keyring.ts';

/** 43 characters of base64url. */
export const orderKeyOf = (ring: KeyRing, orderId: string): string => keyWith(ring.current, orderId);

/** True for a key that any key of the ring made: the links in old mails outlive a rotation. */
export function isOrderKey(ring: KeyRing, orderId: string, given: string): boolean {
  const offered = Buffer.from(given);
  return ring.keys.some((key) => {
    const expected = Buffer.from(keyWith(key, orderId));
    return offered.length === expected.length && timingSafeEqual(offered, expected);
  });
}

const keyWith = (key: Key, orderId: string): string =>
  hmacOf(key, 'order-key', orderId).toString('base64url');
