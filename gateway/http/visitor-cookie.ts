/** The cookie of an anonymous visitor: HttpOnly, for this site's own pages, signed. */
import type { Chance } from '../../runtime/chance.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import { readVisitor, signVisitor } from '../../tokens/visitor.ts';

const NAME = 'usher_visitor';
/** Half a year: longer than from a sale's announcement to its opening. */
const MAX_AGE_SECONDS = 180 * 24 * 3_600;

/** The visitor that a Cookie header proves; null where it proves none. */
export function cookieVisitor(ring: KeyRing, header: string | undefined): string | null {
  for (const part of header?.split(';') ?? []) {
    const [name, value = ''] = part.trim().split('=', 2);
    if (name === NAME) return readVisitor(ring, 'cookie', value);
  }
  return null;
}

/** A Set-Cookie header for a new visitor. */
export function newVisitorCookie(ring: KeyRing, chance: Chance, isSecure: boolean): string {
  const value = signVisitor(ring, 'cookie', chance.bytes(16).toString('base64url'));
  const always = `${NAME}=${value}; Path=/; Max-Age=${MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax`;
  return isSecure ? `${always}; Secure` : always;
}
