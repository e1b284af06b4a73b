/**
 * POST /auth/login: an access token and a refresh cookie (API-4), for staff and for accounts. An unknown address, a wrong
 * password, a missing code and a wrong one get the same answer after the same work (ACT-22), so that nobody learns here who
 * has an account, who has two-step sign-in, or that a password was right (STF-2). A recovery code, or one that was used,
 * costs a look at its row: whoever shows it has the password already.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { accountByEmail } from '../../db/accounts.ts';
import { staffByEmail } from '../../db/staff.ts';
import { Refused } from '../../domain/refusals.ts';
import { blindIndex } from '../../runtime/seal.ts';
import { json, jsonBody, refusing, signedIn } from '../answers.ts';
import { addressOf } from '../asker-address.ts';
import type { Api, Deps } from '../deps.ts';
import { answerSignIn, openProved, type Proved } from '../open-sign-in.ts';
import { checkCode, forgiveCodes } from '../second-step.ts';
import { email, password } from '../shapes.ts';

const body = z.strictObject({
  email,
  password,
  totp: z.string().max(40).optional().openapi({
    description: 'where two-step sign-in is on: the code of the authenticator, or a recovery code',
  }),
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
    const login = who && (await deps.db.transaction().execute((trx) => openProved(trx, deps, c, who)));
    if (!login)
      throw new Refused('not_signed_in', {
        detail: 'address or password is wrong, or a code is needed and was not given or is wrong',
      });
    await deps.attempts.forgive(attempt);
    if ('staff' in who) await forgiveCodes(deps, who.staff.id);
    return c.json(await answerSignIn(c, deps, who, login), 200);
  });
}

/**
 * A member of staff comes first; the same address may have an account with another password. Before any "no" two passwords
 * have been compared, be they nobody's: an address that is both would take twice as long as all others.
 */
async function whoIs({ passwords, ...deps }: Deps, ask: z.output<typeof body>): Promise<Proved | null> {
  const [known, account] = await Promise.all([
    staffByEmail(deps.db, ask.email),
    accountByEmail(deps.db, blindIndex(deps.ring, ask.email)),
  ]);
  if (known && (await passwords.matches(known.passwordHash, ask.password))) {
    const { passwordHash, totpSealed, ...staff } = known;
    const takeCode = await checkCode(deps, { staffId: staff.id, totpSealed, typed: ask.totp });
    if (takeCode) return { staff, proof: { passwordHash, totpSealed }, takeCode };
    await passwords.matches(null, ask.password);
    return null;
  }
  const isAccounts = await passwords.matches(account?.passwordHash ?? null, ask.password);
  if (account && isAccounts) return { account };
  if (!known) await passwords.matches(null, ask.password);
  return null;
}
