/**
 * POST /auth/refresh: a new access token for the cookie's refresh token, which is handed on for another one. A token that
 * was handed on before ends the sign-in: two hold it, and nobody can tell which of them is right (API-4). Only for a moment,
 * and while its successor is unused, it is taken for a second tab (ACT-10).
 */
import { createRoute } from '@hono/zod-openapi';
import { accountById } from '../../db/accounts.ts';
import { type Holder, rotateRefresh } from '../../db/logins.ts';
import { staffById } from '../../db/staff.ts';
import { Refused } from '../../domain/refusals.ts';
import { json, refusing, signedIn } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { answerSignIn, type Somebody } from '../open-sign-in.ts';
import {
  clearRefreshCookie,
  digestOf,
  REFRESH_GRACE_MS,
  refreshTokenOf,
  successorOf,
} from '../refresh-cookie.ts';

const route = createRoute({
  method: 'post',
  path: '/api/auth/refresh',
  summary: 'Go on being signed in',
  responses: { 200: json(signedIn, 'Signed in'), ...refusing('not_signed_in', 'not_allowed') },
});

export function refreshSignInRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    const token = refreshTokenOf(c);
    if (token === null) throw new Refused('not_signed_in');
    const refreshToken = successorOf(deps.ring, token);
    const rotation = await rotateRefresh(deps.db, {
      oldDigest: digestOf(token),
      newDigest: digestOf(refreshToken),
      graceMs: REFRESH_GRACE_MS,
    });
    if (rotation.outcome === 'reused')
      deps.log.warn('a refresh token was shown twice: its sign-in has ended');
    const who = 'holder' in rotation ? await somebody(deps, rotation.holder) : null;
    if (!('holder' in rotation) || !who) {
      clearRefreshCookie(c, deps.isSecure);
      throw new Refused('not_signed_in');
    }
    return c.json(await answerSignIn(c, deps, who, { loginId: rotation.loginId, refreshToken }), 200);
  });
}

async function somebody({ db }: Deps, holder: Holder): Promise<Somebody | null> {
  if ('staffId' in holder) {
    const staff = await staffById(db, holder.staffId);
    return staff && { staff };
  }
  const account = await accountById(db, holder.accountId);
  return account && { account };
}
