/** GET /me/sessions, DELETE /me/sessions/ID: where one is signed in, and ending one of them (ACT-5). */
import { createRoute, z } from '@hono/zod-openapi';
import { endLogins, loginsOf } from '../../../db/logins.ts';
import { Refused } from '../../../domain/refusals.ts';
import { json, pageOf, refusing, signIn } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { anybody } from '../../identity.ts';
import { id } from '../../shapes.ts';

export function signInsRoutes(app: Api, deps: Deps): void {
  const shared = { security: [{ staff: [] }, { account: [] }], middleware: anybody(deps) };
  const list = createRoute({
    ...shared,
    method: 'get',
    path: '/api/me/sessions',
    summary: 'Where am I signed in?',
    responses: { 200: json(pageOf(signIn), 'All of them, the newest first'), ...refusing('not_signed_in') },
  });
  app.openapi(list, async (c) => {
    const { loginId } = 'accountId' in c.get('holder') ? c.get('account') : c.get('staff');
    const items = (await loginsOf(deps.db, c.get('holder'))).map((login) => ({
      id: login.id,
      device: login.device,
      isThis: login.id === loginId,
      createdAt: login.createdAt.toISOString(),
      seenAt: login.refreshedAt.toISOString(),
    }));
    return c.json({ items, nextCursor: null }, 200);
  });

  const end = createRoute({
    ...shared,
    method: 'delete',
    path: '/api/me/sessions/{id}',
    summary: 'End one sign-in',
    request: { params: z.strictObject({ id }) },
    responses: {
      204: { description: 'Ended' },
      ...refusing('not_signed_in', 'not_found', 'invalid_request', 'not_allowed'),
    },
  });
  app.openapi(end, async (c) => {
    const { id: loginId } = c.req.valid('param');
    const own = await loginsOf(deps.db, c.get('holder'));
    if (!own.some((login) => login.id === loginId)) throw new Refused('not_found');
    await deps.db.transaction().execute((trx) => endLogins(trx, { loginId }, 'signedOut'));
    return c.body(null, 204);
  });
}
