/**
 * POST /auth/login: an access token and a refresh cookie (API-4). An unknown address and a wrong password get the same
 * answer after the same work, so that nobody learns here who has an account.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { openLogin, staffByEmail } from '../../db/staff.ts';
import { Refused } from '../../domain/refusals.ts';
import { newId } from '../../runtime/chance.ts';
import { signAccessToken } from '../../tokens/access-token.ts';
import { json, jsonBody, refusing, signedIn } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { digestOf, LOGIN_MS, newRefreshToken, setRefreshCookie } from '../refresh-cookie.ts';
import { email, password } from '../shapes.ts';

const body = z.strictObject({
  email,
  password,
  totp: z.string().max(10).optional().openapi({ description: 'where two-step sign-in is on' }),
});

const route = createRoute({
  method: 'post',
  path: '/api/auth/login',
  summary: 'Sign in',
  request: { body: jsonBody(body) },
  responses: {
    200: json(signedIn, 'Signed in; a refresh token is in the cookie'),
    ...refusing('not_signed_in', 'too_many_requests', 'invalid_request', 'not_allowed'),
  },
});

export function signInRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    const ask = c.req.valid('json');
    const attempt = `${ask.email.toLowerCase()}|${addressOf(c)}`;
    deps.attempts.take(attempt);
    const known = await staffByEmail(deps.db, ask.email);
    const isRight = await deps.passwords.matches(known?.passwordHash ?? null, ask.password);
    if (!known || !isRight) throw new Refused('not_signed_in', { detail: 'address or password is wrong' });
    deps.attempts.forgive(attempt);

    const { passwordHash: _, ...staff } = known;
    const refreshToken = newRefreshToken(deps.chance);
    const loginId = newId('log', deps.chance);
    const login = {
      id: loginId,
      staffId: staff.id,
      refreshDigest: digestOf(refreshToken),
      lastsMs: LOGIN_MS,
    };
    await deps.db.transaction().execute((trx) => openLogin(trx, login));
    setRefreshCookie(c, refreshToken, deps.isSecure);
    const who = { kind: 'staff', staffId: staff.id, role: staff.role, loginId } as const;
    const { accessToken, expiresAt } = await signAccessToken(deps.ring, who, deps.clock());
    return c.json({ accessToken, expiresAt: expiresAt.toISOString(), staff }, 200);
  });
}

/** As the gateway saw it, who alone may say. With it in the key a stranger's guesses do not lock the owner out. */
const addressOf = (c: Context): string => c.req.header('x-forwarded-for')?.slice(0, 64) ?? '';
