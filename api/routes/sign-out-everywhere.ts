/** POST /auth/logout-all: ends every sign-in of whoever asks, on all devices. */
import { createRoute } from '@hono/zod-openapi';
import { endLogins } from '../../db/logins.ts';
import { refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { anybody } from '../identity.ts';
import { clearRefreshCookie } from '../refresh-cookie.ts';

export function signOutEverywhereRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/auth/logout-all',
    summary: 'Sign out everywhere',
    security: [{ staff: [] }, { account: [] }],
    middleware: anybody(deps),
    responses: { 204: { description: 'Signed out' }, ...refusing('not_signed_in', 'not_allowed') },
  });
  app.openapi(route, async (c) => {
    await deps.db.transaction().execute((trx) => endLogins(trx, c.get('holder'), 'signedOutEverywhere'));
    clearRefreshCookie(c, deps.isSecure);
    return c.body(null, 204);
  });
}
