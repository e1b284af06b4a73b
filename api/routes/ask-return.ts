/** POST /orders/ID/return: the buyer wants to give delivered goods back, until the last day for it has ended (SHP-3). */
import { createRoute, z } from '@hono/zod-openapi';
import { orderById } from '../../db/orders.ts';
import { askReturn } from '../../db/shipping.ts';
import { Refused } from '../../domain/refusals.ts';
import { json, jsonBody, order, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { whoMayReadOrder } from '../identity.ts';
import { orderParam, reason } from '../shapes.ts';
import { orderView } from '../views.ts';

const route = createRoute({
  method: 'post',
  path: '/api/orders/{id}/return',
  summary: 'Give delivered goods back',
  request: { params: orderParam, body: jsonBody(z.strictObject({ reason })) },
  responses: {
    200: json(order, 'The order afterwards'),
    ...refusing('not_found', 'not_allowed', 'return_closed', 'invalid_request'),
  },
});

export function askReturnRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const who = await whoMayReadOrder(deps, c, id);
    if (who !== 'buyer') throw new Refused('not_allowed');
    await askReturn(deps.db, id, { reason: c.req.valid('json').reason, days: deps.shippingDays });
    const after = await orderById(deps.db, id);
    if (!after) throw new Refused('not_found');
    return c.json(orderView(deps.ring, after), 200);
  });
}
