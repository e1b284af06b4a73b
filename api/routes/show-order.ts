/** GET /orders/ID: by its key, or by staff; for anybody else there is nothing (API-6). */
import { createRoute } from '@hono/zod-openapi';
import { orderById } from '../../db/orders.ts';
import { Refused } from '../../domain/refusals.ts';
import { json, order, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { whoMayReadOrder } from '../identity.ts';
import { orderParam } from '../shapes.ts';
import { orderView } from '../views.ts';

const route = createRoute({
  method: 'get',
  path: '/api/orders/{id}',
  summary: 'Show an order',
  description: 'With header `Usher-Order-Key`, or signed in as staff.',
  request: { params: orderParam },
  responses: { 200: json(order, 'The order'), ...refusing('not_found') },
});

export function showOrderRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    await whoMayReadOrder(deps, c, id);
    const found = await orderById(deps.db, id);
    if (!found) throw new Refused('not_found');
    return c.json(orderView(deps.ring, found), 200);
  });
}
