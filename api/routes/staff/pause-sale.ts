/** POST /staff/sales/SLUG/pause: nobody is called any more until it is resumed; everybody is told the reason. */
import { createRoute } from '@hono/zod-openapi';
import { pauseSale } from '../../../db/sale-steering.ts';
import { json, jsonBodyIfAny, refusing, sale } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { emptyBodyIsNone } from '../../empty-body.ts';
import { staffWho } from '../../identity.ts';
import { moment, reasonBody, slugParam } from '../../shapes.ts';
import { steer } from '../../steer.ts';

const body = reasonBody.extend({
  nextNewsAt: moment.optional().openapi({ description: 'when visitors hear more' }),
});

export function pauseSaleRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/staff/sales/{slug}/pause',
    summary: 'Pause a sale',
    description: 'Nobody is called until it is resumed; who is inside goes on buying.',
    security: [{ staff: [] }],
    request: { params: slugParam, body: jsonBodyIfAny(body) },
    middleware: [staffWho(deps, 'steer'), emptyBodyIsNone],
    responses: {
      200: json(sale, 'The sale'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'sale_not_open', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const { reason, nextNewsAt } = c.req.valid('json');
    const asked = { slug: c.req.valid('param').slug, staffId: c.get('staff').id, reason };
    const view = await steer(deps, asked, (trx, slug, by) => pauseSale(trx, slug, { ...by, nextNewsAt }));
    return c.json(view, 200);
  });
}
