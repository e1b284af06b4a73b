/**
 * The refresh token in its cookie: 32 random bytes, of which PostgreSQL keeps a digest only. HttpOnly, so that no script of
 * a page reads it; SameSite=Strict and a path of its own, so that it goes nowhere but to /api/auth.
 */
import { hash } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Chance } from '../runtime/chance.ts';
import { hmacOf } from '../runtime/hmac.ts';
import type { KeyRing } from '../runtime/keyring.ts';

/** A working fortnight; then staff type their password again. */
export const LOGIN_MS = 14 * 24 * 3_600_000;

const name = 'usher_refresh';
const path = '/api/auth';
const shape = /^[A-Za-z0-9_-]{43}$/;

/**
 * How long a refresh token that was handed on may be shown again (ACT-10): two tabs that wake up at once, or an answer that
 * got lost on the way to a phone.
 */
export const REFRESH_GRACE_MS = 10_000;

/**
 * The one successor of a token. Computed, so that whoever shows the same token twice within the grace holds the same one,
 * and nobody without our keys can tell it beforehand.
 */
export const successorOf = (ring: KeyRing, token: string): string =>
  hmacOf(ring.current, 'refresh', token).toString('base64url');

export const newRefreshToken = (chance: Chance): string => chance.bytes(32).toString('base64url');
export const digestOf = (token: string): string => hash('sha256', token, 'base64url');

/** Null without one, and where no Origin says whose page sends it: then the cookie does not count. */
export function refreshTokenOf(c: Context): string | null {
  if (c.req.header('origin') === undefined) return null;
  const token = getCookie(c, name);
  return token !== undefined && shape.test(token) ? token : null;
}

export function setRefreshCookie(c: Context, token: string, isSecure: boolean): void {
  setCookie(c, name, token, {
    path,
    httpOnly: true,
    sameSite: 'Strict',
    secure: isSecure,
    maxAge: LOGIN_MS / 1_000,
  });
}

export function clearRefreshCookie(c: Context, isSecure: boolean): void {
  deleteCookie(c, name, { path, httpOnly: true, sameSite: 'Strict', secure: isSecure });
}
