/** HMAC-SHA256 under a key of the ring, for one purpose. The key is imported once: that costs five times the digest. */
import { createHmac } from 'node:crypto';
import type { Key, Purpose } from './keyring.ts';

export const hmacOf = (key: Key, purpose: Purpose, text: string): Buffer =>
  createHmac('sha256', key.secret(purpose)).update(text).digest();
