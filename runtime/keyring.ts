/**
 * The key ring: a few master keys, from which a key for each purpose is derived (HKDF-SHA256), so that a token of one
 * kind can never pass for another kind (RUN-20). The first key signs; every key of the ring still verifies. Taking a key
 * out of the ring withdraws at once what it signed (ACT-17).
 *
 * Blind indexes have a key of their own, because everything that was ever indexed was so with one key: an entry named
 * `index`, which signs, verifies and seals nothing. A ring without it takes the key that its oldest key gives, and a
 * rotation writes that down as the entry, so that the oldest key can go (ACT-15).
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
  readonly index: KeyObject;
}

/** The name of the entry for blind indexes; no other key may have it. */
export const INDEX_KID = 'index';

/** `kid:base64url,kid2:…`; throws an Error that names the mistake and not the key. */
export function parseKeyRing(text: string): KeyRing {
  const entries = text.split(',').map((part) => masterOf(part.trim()));
  const keys = entries.filter(({ kid }) => kid !== INDEX_KID).map(keyOf);
  const indexes = entries.filter(({ kid }) => kid === INDEX_KID);
  const current = keys[0];
  if (!current) throw new Error('a key ring holds at least one key');
  const byId = new Map(keys.map((key) => [key.kid, key]));
  if (byId.size < keys.length || indexes.length > 1)
    throw new Error('two keys of the ring have the same kid');
  const [own] = indexes;
  const index = own ? createSecretKey(own.master) : (keys.at(-1) ?? current).secret('blind-index');
  return { current, keys, index, byId: (kid) => byId.get(kid) ?? null };
}

export const keyRingSchema = keyRingText.transform(parseKeyRing);

interface Master {
  readonly kid: string;
  readonly master: Buffer;
}

function masterOf(part: string): Master {
  const [kid, secret] = part.split(':');
  const master = Buffer.from(secret ?? '', 'base64url');
  if (!kid || master.length !== 32) throw new Error(`key ${kid ?? '?'} is not 32 bytes in base64url`);
  return { kid, master };
}

function keyOf({ kid, master }: Master): Key {
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
