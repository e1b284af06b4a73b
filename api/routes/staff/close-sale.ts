/** POST /staff/sales/SLUG/close: what is held may still be paid. Asking for what is already so changes nothing. */
import { createRoute } from '@hono/zod-openapi';
import { closeSale } from '../../../db/sale-steering.ts';
import { json, jsonBodyIfAny, refusing, sale } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { emptyBodyIsNone } from '../../empty-body.ts';
import { staffWho } from '../../identity.ts';
import { reasonBody, slugParam } from '../../shapes.ts';
import { steer } from '../../steer.ts';

export function closeSaleRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/staff/sales/{slug}/close',
    summary: 'Close a sale for good',
    description: 'What is held may still be paid.',
    security: [{ staff: [] }],
    request: { params: slugParam, body: jsonBodyIfAny(reasonBody) },
    middleware: [staffWho(deps, 'steer'), emptyBodyIsNone],
    responses: {
      200: json(sale, 'The sale'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'sale_not_open', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const { reason } = c.req.valid('json');
    const asked = { slug: c.req.valid('param').slug, staffId: c.get('staff').id, reason };
    return c.json(await steer(deps, asked, closeSale), 200);
  });
}
