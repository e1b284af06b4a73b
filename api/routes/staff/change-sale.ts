/** PATCH /staff/sales/SLUG: pace, floor, limits, texts; what was promised when it was published stays (API-8). */
import { createRoute } from '@hono/zod-openapi';
import { patchSale } from '../../../db/sale-steering.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { staffSale } from '../../sale-answers.ts';
import { salePatchShape } from '../../sale-shape.ts';
import { slugParam } from '../../shapes.ts';
import { steer } from '../../steer.ts';

export function changeSaleRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'patch',
    path: '/api/staff/sales/{slug}',
    summary: 'Change a sale’s settings',
    description: 'Mode, lobby, audience, fulfilment and `opensAt` are fixed once the sale is published.',
    security: [{ staff: [] }],
    request: { params: slugParam, body: jsonBody(salePatchShape) },
    middleware: staffWho(deps, 'steer'),
    responses: {
      200: json(staffSale, 'The sale'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request', 'too_large'),
    },
  });
  app.openapi(route, async (c) => {
    const { reason, ...patch } = c.req.valid('json');
    const asked = { slug: c.req.valid('param').slug, staffId: c.get('staff').id, reason };
    return c.json(await steer(deps, asked, (trx, slug, by) => patchSale(trx, slug, patch, by)), 200);
  });
}
