/** Six digits for a letter box: how one is drawn, and the keyed hashes under which it may be kept. */
import type { Chance } from '../runtime/chance.ts';
import { hmacOf } from '../runtime/hmac.ts';
import type { KeyRing } from '../runtime/keyring.ts';

const DIGITS = 6;
const CODES = 10 ** DIGITS;

/** 48 bits of chance on a million codes: none is likelier than another by more than one in 2^28. */
export const newMailedCode = (chance: Chance): string =>
  String(chance.bytes(6).readUIntBE(0, 6) % CODES).padStart(DIGITS, '0');

/** The first is the one to keep; the others are of older keys of the ring. Blanks and dashes do not matter. */
export const mailedCodeHashes = (
  ring: KeyRing,
  about: { readonly purpose: string; readonly subject: string },
  code: string,
): readonly string[] =>
  ring.keys.map((key) =>
    hmacOf(key, 'mailed-code', `${about.purpose}|${about.subject}|${code.replace(/\D/g, '')}`).toString(
      'base64url',
    ),
  );
