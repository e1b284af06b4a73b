/**
 * POST /auth/login: an access token and a refresh cookie (API-4), for staff and for accounts. An unknown address and a wrong
 * password get the same answer after the same work, so that nobody learns here who has an account.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { accountByEmail } from '../../db/accounts.ts';
import { staffByEmail } from '../../db/staff.ts';
import { Refused } from '../../domain/refusals.ts';
import { blindIndex } from '../../runtime/seal.ts';
import { json, jsonBody, refusing, signedIn } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { answerSignIn, openSignIn, type Somebody } from '../open-sign-in.ts';
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
    ...refusing('not_signed_in', 'too_many_requests', 'invalid_request', 'not_allowed', 'busy'),
  },
});

export function signInRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    const ask = c.req.valid('json');
    const attempt = `${ask.email.toLowerCase()}|${addressOf(c)}`;
    await deps.attempts.take(attempt);
    const who = await whoIs(deps, ask);
    if (!who) throw new Refused('not_signed_in', { detail: 'address or password is wrong' });
    await deps.attempts.forgive(attempt);
    const login = await deps.db.transaction().execute((trx) => openSignIn(trx, deps, c, who));
    return c.json(await answerSignIn(c, deps, who, login), 200);
  });
}

/** A member of staff comes first; the same address may have an account with another password. */
async function whoIs(
  deps: Deps,
  ask: { readonly email: string; readonly password: string },
): Promise<Somebody | null> {
  const [known, account] = await Promise.all([
    staffByEmail(deps.db, ask.email),
    accountByEmail(deps.db, blindIndex(deps.ring, ask.email)),
  ]);
  if (known && (await deps.passwords.matches(known.passwordHash, ask.password))) {
    const { passwordHash: _, ...staff } = known;
    return { staff };
  }
  if (known && !account) return null;
  const isRight = await deps.passwords.matches(account?.passwordHash ?? null, ask.password);
  return account && isRight ? { account } : null;
}

/** As the gateway saw it, who alone may say. With it in the key a stranger's guesses do not lock the owner out. */
const addressOf = (c: Context): string => c.req.header('x-forwarded-for')?.slice(0, 64) ?? '';
