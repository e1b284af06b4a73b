/**
 * Codes of an authenticator app (RFC 6238): six digits, a new one each thirty seconds, SHA-1, which every app speaks. The
 * secret is kept sealed and bound to its member of staff (STF-1).
 */
import { hash } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Chance } from '../runtime/chance.ts';
import type { KeyRing } from '../runtime/keyring.ts';
import { openText, sealText } from '../runtime/seal.ts';
import { newAccessCode, plainCode } from './access-code.ts';

const PERIOD_SECONDS = 30;
const DIGITS = 6;
/** Clocks of phones are off by less than a step; more would only give a guesser more codes that fit. */
const STEPS_ASIDE = 1;
/** RFC 4226 asks for 160 bits. */
const SECRET_BYTES = 20;
const RECOVERY_CODES = 8;

const boundTo = (staffId: string): string => `staff:${staffId}:totp`;

/** Base32, as it is typed where the picture cannot be read. */
export const newTotpSecret = (chance: Chance): string =>
  new Secret({ buffer: new Uint8Array(chance.bytes(SECRET_BYTES)).buffer }).base32;

export const sealTotp = (ring: KeyRing, staffId: string, secret: string): string =>
  sealText(ring, secret, boundTo(staffId));

/** Throws where the text belongs to another member or its key left the ring. */
export const openTotp = (ring: KeyRing, staffId: string, sealed: string): string =>
  openText(ring, sealed, boundTo(staffId));

/** What the picture says: `otpauth://totp/…`. */
export const totpUri = (secret: string, email: string): string => totpOf(secret, email).toString();

/** The time step whose code this is, or null. Blanks do not matter. */
export function timeStepOf(secret: string, typed: string, nowMs: number): number | null {
  const token = typed.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totpOf(secret).validate({ token, timestamp: nowMs, window: STEPS_ASIDE });
  return delta === null ? null : Math.floor(nowMs / 1_000 / PERIOD_SECONDS) + delta;
}

/** For tests and for who writes a client: the code of a moment. */
export const totpCodeAt = (secret: string, nowMs: number): string =>
  totpOf(secret).generate({ timestamp: nowMs });

const totpOf = (secret: string, label = 'staff'): TOTP =>
  new TOTP({ issuer: 'Usher', label, secret, digits: DIGITS, period: PERIOD_SECONDS, algorithm: 'SHA1' });

/** `ABCD-EFGH-JKMN-PQRS`, eighty random bits each. */
export const newRecoveryCodes = (chance: Pick<Chance, 'bytes'>): string[] =>
  Array.from({ length: RECOVERY_CODES }, () => newAccessCode(chance));

/** A code of an authenticator has digits alone and is shorter: the two cannot be taken for one another. */
export const isRecoveryCode = (typed: string): boolean => plainCode(typed).length === 16;

/** Bound to the member: the same code of two members has two digests. No key is in it, so it outlives every rotation. */
export const recoveryDigest = (staffId: string, typed: string): string =>
  hash('sha256', `recovery|${staffId}|${plainCode(typed)}`, 'base64url');
