/**
 * The key ring: a few master keys, from which a key for each purpose is derived (HKDF-SHA256), so that a token of
 * one kind can never pass for another kind (RUN-20). The first key signs; every key of the ring still verifies.
 * Taking a key out of the ring withdraws at once what it signed.
 */
import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { keyRingText } from './config.ts';

export type Purpose =
  | 'receipt'
  | 'pass'
  | 'access'
  | 'refresh'
  | 'order-key'
  | 'cookie'
  | 'edge'
  | 'form'
  | 'seal'
  | 'blind-index'
  | 'ticket'
  | 'ticket-code'
  | 'ticket-transfer'
  | 'access-code'
  | 'mailed-code'
  | 'challenge';

export interface Key {
  readonly kid: string;
  /** 32 bytes, the same each time. */
  derive(purpose: Purpose): Buffer;
  /** The same, imported once: taking the bytes in again costs five times the digest they are for. */
  secret(purpose: Purpose): KeyObject;
}

export interface KeyRing {
  readonly current: Key;
  readonly keys: readonly Key[];
  byId(kid: string): Key | null;
}

/** `kid:base64url,kid2:…`; throws an Error that names the mistake and not the key. */
export function parseKeyRing(text: string): KeyRing {
  const keys = text.split(',').map((part) => keyOf(part.trim()));
  const current = keys[0];
  if (!current) throw new Error('a key ring holds at least one key');
  const byId = new Map(keys.map((key) => [key.kid, key]));
  if (byId.size < keys.length) throw new Error('two keys of the ring have the same kid');
  return { current, keys, byId: (kid) => byId.get(kid) ?? null };
}

export const keyRingSchema = keyRingText.transform(parseKeyRing);

function keyOf(part: string): Key {
  const [kid, secret] = part.split(':');
  const master = Buffer.from(secret ?? '', 'base64url');
  if (!kid || master.length !== 32) throw new Error(`key ${kid ?? '?'} is not 32 bytes in base64url`);
  const derive = keptOf((purpose) => Buffer.from(hkdfSync('sha256', master, 'usher', purpose, 32)));
  return { kid, derive, secret: keptOf((purpose) => createSecretKey(derive(purpose))) };
}

function keptOf<T>(make: (purpose: Purpose) => T): (purpose: Purpose) => T {
  const kept = new Map<Purpose, T>();
  return (purpose) => {
    const known = kept.get(purpose);
    if (known !== undefined) return known;
    const made = make(purpose);
    kept.set(purpose, made);
    return made;
  };
}
