/**
 * The access token: who is signed in, for a quarter of an hour (API-4). HS256 because only our own processes verify it;
 * algorithm, type, issuer and audience are pinned, because the library would take any that fits the key.
 *
 * It names the sign-in it came from, so that a process which asks PostgreSQL sees at once that somebody signed out.
 */
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { Refused } from '../domain/refusals.ts';
import { staffRoles } from '../domain/staff-role.ts';
import type { KeyRing } from '../runtime/keyring.ts';

/** Long enough that a page seldom refreshes, short enough that a stolen one soon ends where nobody asks PostgreSQL. */
export const ACCESS_MS = 15 * 60_000;

const pinned = { algorithms: ['HS256'], typ: 'access+jwt', issuer: 'usher', audience: 'api' };
const claims = z.object({
  kind: z.literal('staff'),
  sub: z.string().min(1),
  role: z.enum(staffRoles),
  login: z.string().min(1),
  exp: z.number(),
});

export interface AccessToken {
  readonly kind: 'staff';
  readonly staffId: string;
  /** As it was at signing in; who decides by it asks db/staff.ts what it is now. */
  readonly role: z.infer<typeof claims>['role'];
  readonly loginId: string;
  readonly expiresAt: Date;
}

export async function signAccessToken(
  ring: KeyRing,
  who: Omit<AccessToken, 'expiresAt'>,
  nowMs: number,
): Promise<{ accessToken: string; expiresAt: Date }> {
  const expiresAt = new Date(Math.floor((nowMs + ACCESS_MS) / 1_000) * 1_000);
  const accessToken = await new SignJWT({ kind: who.kind, role: who.role, login: who.loginId })
    .setProtectedHeader({ alg: 'HS256', typ: pinned.typ, kid: ring.current.kid })
    .setIssuer(pinned.issuer)
    .setAudience(pinned.audience)
    .setSubject(who.staffId)
    .setExpirationTime(expiresAt)
    .sign(ring.current.derive('access'));
  return { accessToken, expiresAt };
}

/** Refuses with `not_signed_in` what is not one of ours, or is over. */
export async function readAccessToken(ring: KeyRing, text: string, nowMs: number): Promise<AccessToken> {
  const keyOf = ({ kid }: { kid?: string }) => {
    const key = ring.byId(kid ?? '');
    if (!key) throw new Refused('not_signed_in');
    return key.derive('access');
  };
  try {
    const { payload } = await jwtVerify(text, keyOf, { ...pinned, currentDate: new Date(nowMs) });
    const { kind, sub, role, login, exp } = claims.parse(payload);
    return { kind, staffId: sub, role, loginId: login, expiresAt: new Date(exp * 1_000) };
  } catch (cause) {
    // Whatever is wrong with a token, its holder is told the same: nothing here says how near a forgery came.
    throw new Refused('not_signed_in', {}, { cause });
  }
}
