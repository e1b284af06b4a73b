/** POST /auth/logout: ends this sign-in, known by its cookie or its access token. Being signed out already is fine. */
import { createRoute } from '@hono/zod-openapi';
import { endLogins } from '../../db/logins.ts';
import { refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { loginOf } from '../identity.ts';
import { clearRefreshCookie, digestOf, refreshTokenOf } from '../refresh-cookie.ts';

const route = createRoute({
  method: 'post',
  path: '/api/auth/logout',
  summary: 'Sign out',
  responses: { 204: { description: 'Signed out' }, ...refusing('not_allowed') },
});

export function signOutRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    const token = refreshTokenOf(c);
    const loginId = await loginOf(deps, c);
    await deps.db.transaction().execute(async (trx) => {
      if (token !== null) await endLogins(trx, { refreshDigest: digestOf(token) }, 'signedOut');
      if (loginId !== null) await endLogins(trx, { loginId }, 'signedOut');
    });
    clearRefreshCookie(c, deps.isSecure);
    return c.body(null, 204);
  });
}
