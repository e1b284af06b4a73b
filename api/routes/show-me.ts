/** GET /me: who is signed in. */
import { createRoute } from '@hono/zod-openapi';
import { json, refusing, staff } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { signedIn } from '../identity.ts';

export function showMeRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/me',
    summary: 'Who am I?',
    security: [{ staff: [] }],
    middleware: signedIn(deps),
    responses: { 200: json(staff, 'Whoever is signed in'), ...refusing('not_signed_in') },
  });
  app.openapi(route, (c) => {
    const { id, email, name, role } = c.get('staff');
    return c.json({ id, email, name, role }, 200);
  });
}
