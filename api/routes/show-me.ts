/** GET /me: who is signed in, a member of staff or an account. */
import { createRoute, z } from '@hono/zod-openapi';
import { account, json, refusing, staff } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { anybody } from '../identity.ts';
import { memberView, personView } from '../open-sign-in.ts';

export function showMeRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/me',
    summary: 'Who am I?',
    security: [{ staff: [] }, { account: [] }],
    middleware: anybody(deps),
    responses: { 200: json(z.union([staff, account]), 'Whoever is signed in'), ...refusing('not_signed_in') },
  });
  app.openapi(route, (c) => {
    if ('accountId' in c.get('holder')) return c.json(personView(deps.ring, c.get('account')), 200);
    return c.json(memberView(deps, c.get('staff')), 200);
  });
}
