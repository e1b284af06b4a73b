/**
 * Access codes: what an organiser hands to those who may join (ACC-3). 80 random bits, in letters that nobody confuses,
 * so that guessing is hopeless at any rate; only a keyed hash is kept, so that who reads the table cannot join either.
 */
import type { Chance } from '../runtime/chance.ts';
import { hmacOf } from '../runtime/hmac.ts';
import type { KeyRing } from '../runtime/keyring.ts';

/** Crockford's base32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_BYTES = 10;

/** `ABCD-EFGH-JKMN-PQRS` */
export function newAccessCode(chance: Pick<Chance, 'bytes'>): string {
  const bits = [...chance.bytes(CODE_BYTES)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.match(/.{5}/g)?.map((five) => ALPHABET[Number.parseInt(five, 2)] ?? '') ?? [];
  return letters.join('').replace(/.{4}(?=.)/g, '$&-');
}

/** As typed, with or without hyphens, in any case, with letters that look alike. */
export const plainCode = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');

/** One for each key of the ring, the signing one first: a code lives as long as the ring has the key it was made under. */
export const accessCodeHashes = (ring: KeyRing, saleId: string, typed: string): readonly string[] =>
  ring.keys.map((key) => hmacOf(key, 'access-code', `${saleId}|${plainCode(typed)}`).toString('base64url'));
