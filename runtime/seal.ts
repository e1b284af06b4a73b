/**
 * Personal data at rest: AES-256-GCM, bound to the row it belongs to, so that a sealed text moved to another row does
 * not open. `kid.iv.text.tag`, each in base64url; the kid makes rotation possible without reading anything twice.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { type Chance, systemChance } from './chance.ts';
import type { KeyRing } from './keyring.ts';

const IV_BYTES = 12; // What GCM is specified for; 2^32 texts a key before a repeat becomes likely enough to matter.

export function sealText(
  ring: KeyRing,
  plain: string,
  boundTo: string,
  chance: Chance = systemChance,
): string {
  const iv = chance.bytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', ring.current.secret('seal'), iv).setAAD(Buffer.from(boundTo));
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return [
    ring.current.kid,
    ...[iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url')),
  ].join('.');
}

/** Throws where the text was changed, belongs to another row, or its key left the ring. */
export function openText(ring: KeyRing, sealed: string, boundTo: string): string {
  const [kid = '', iv = '', text = '', tag = ''] = sealed.split('.');
  const key = ring.byId(kid);
  if (!key) throw new Error(`sealed with key ${kid}, which is not in the ring`);
  const decipher = createDecipheriv('aes-256-gcm', key.secret('seal'), Buffer.from(iv, 'base64url'), {
    authTagLength: 16,
  })
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(Buffer.from(tag, 'base64url'));
  return decipher.update(Buffer.from(text, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
}

/** The kid that a sealed text names. */
export const kidOf = (sealed: string): string => sealed.split('.', 1)[0] ?? '';

/**
 * Finds equal values without opening them: an HMAC of the trimmed, lower-cased value under a key of its own, which stays
 * when the others are rotated.
 */
export const blindIndex = (ring: KeyRing, value: string): string =>
  createHmac('sha256', ring.index).update(value.trim().toLowerCase()).digest('base64url');
