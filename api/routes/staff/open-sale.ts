/**
 * POST /staff/sales/SLUG/open: it opens within a second, before its time if need be. Asking for what is already so changes
 * nothing.
 */
import { createRoute } from '@hono/zod-openapi';
import { askToOpen } from '../../../db/sale-steering.ts';
import { json, jsonBodyIfAny, refusing, sale } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { emptyBodyIsNone } from '../../empty-body.ts';
import { staffWho } from '../../identity.ts';
import { reasonBody, slugParam } from '../../shapes.ts';
import { steer } from '../../steer.ts';

export function openSaleRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/staff/sales/{slug}/open',
    summary: 'Open a sale now',
    description: 'It opens within a second, before its time if need be.',
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
    return c.json(await steer(deps, asked, askToOpen), 200);
  });
}
