/**
 * The access token: who is signed in, for a quarter of an hour (API-4). HS256 because only our own processes verify it;
 * algorithm, type, issuer and audience are pinned, because the library would take any that fits the key. Staff and
 * accounts have an audience each, so that neither ever passes for the other.
 *
 * It names the sign-in it came from, so that a process which asks PostgreSQL sees at once that somebody signed out.
 */
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { Refused } from '../domain/refusals.ts';
import { staffRoles } from '../domain/staff-role.ts';
import type { KeyRing } from '../runtime/keyring.ts';

/** Long enough that a page seldom refreshes, short enough that a stolen one soon ends where nobody asks PostgreSQL. */
export const ACCESS_MS = 15 * 60_000;

const pinned = { algorithms: ['HS256'], typ: 'access+jwt', issuer: 'usher' };
const audiences = {
  staff: 'api',
  /** Opens nothing but the way to two-step sign-in, whoever else reads tokens of the staff (STF-3). */
  staffAtFirstStep: 'two-step',
  account: 'accounts',
} as const;
type Audience = (typeof audiences)[keyof typeof audiences];

const staffClaims = z.object({
  kind: z.literal('staff'),
  sub: z.string().min(1),
  role: z.enum(staffRoles),
  login: z.string().min(1),
  exp: z.number(),
});
const accountClaims = z.object({
  kind: z.literal('account'),
  sub: z.string().min(1),
  login: z.string().min(1),
  exp: z.number(),
});

export interface AccessToken {
  readonly kind: 'staff';
  readonly staffId: string;
  /** As it was at signing in; who decides by it asks db/staff.ts what it is now. */
  readonly role: z.infer<typeof staffClaims>['role'];
  readonly loginId: string;
  readonly expiresAt: Date;
}

export interface AccountToken {
  readonly kind: 'account';
  readonly accountId: string;
  readonly loginId: string;
  readonly expiresAt: Date;
}

export interface SignedAccess {
  readonly accessToken: string;
  readonly expiresAt: Date;
}

export async function signAccessToken(
  ring: KeyRing,
  who: Omit<AccessToken, 'expiresAt'>,
  nowMs: number,
  isAtFirstStep = false,
): Promise<SignedAccess> {
  const claims = { kind: who.kind, role: who.role, login: who.loginId };
  const audience = isAtFirstStep ? audiences.staffAtFirstStep : audiences.staff;
  return await sign(ring, audience, who.staffId, claims, nowMs);
}

export async function signAccountToken(
  ring: KeyRing,
  who: Omit<AccountToken, 'expiresAt' | 'kind'>,
  nowMs: number,
): Promise<SignedAccess> {
  const claims = { kind: 'account', login: who.loginId };
  return await sign(ring, audiences.account, who.accountId, claims, nowMs);
}

/** Refuses with `not_signed_in` what is not one of our staff's tokens, or is over. */
export async function readAccessToken(
  ring: KeyRing,
  text: string,
  nowMs: number,
  isAtFirstStep = false,
): Promise<AccessToken> {
  const audience = isAtFirstStep ? audiences.staffAtFirstStep : audiences.staff;
  const { kind, sub, role, login, exp } = await verified(ring, audience, staffClaims, text, nowMs);
  return { kind, staffId: sub, role, loginId: login, expiresAt: new Date(exp * 1_000) };
}

/** The same for accounts. */
export async function readAccountToken(ring: KeyRing, text: string, nowMs: number): Promise<AccountToken> {
  const { kind, sub, login, exp } = await verified(ring, audiences.account, accountClaims, text, nowMs);
  return { kind, accountId: sub, loginId: login, expiresAt: new Date(exp * 1_000) };
}

async function sign(
  ring: KeyRing,
  audience: Audience,
  subject: string,
  claims: JWTPayload,
  nowMs: number,
): Promise<SignedAccess> {
  const expiresAt = new Date(Math.floor((nowMs + ACCESS_MS) / 1_000) * 1_000);
  const accessToken = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: pinned.typ, kid: ring.current.kid })
    .setIssuer(pinned.issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setExpirationTime(expiresAt)
    .sign(ring.current.derive('access'));
  return { accessToken, expiresAt };
}

async function verified<Shape extends z.ZodType>(
  ring: KeyRing,
  audience: Audience,
  shape: Shape,
  text: string,
  nowMs: number,
): Promise<z.output<Shape>> {
  const keyOf = ({ kid }: { kid?: string }) => {
    const key = ring.byId(kid ?? '');
    if (!key) throw new Refused('not_signed_in');
    return key.derive('access');
  };
  try {
    const bounds = { ...pinned, audience, currentDate: new Date(nowMs) };
    const { payload } = await jwtVerify(text, keyOf, bounds);
    return shape.parse(payload);
  } catch (cause) {
    // Whatever is wrong with a token, its holder is told the same: nothing here says how near a forgery came.
    throw new Refused('not_signed_in', {}, { cause });
  }
}
