/**
 * POST /orders/ID/return: the buyer wants to give delivered goods back, some units of them or all, until the last day for it
 * has ended (SHP-3, SHP-5). Several may be asked for; under the same Idempotency-Key it is the same return.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { askReturn } from '../../db/ask-return.ts';
import { orderById } from '../../db/orders.ts';
import { Refused } from '../../domain/refusals.ts';
import { actKeyHeader, actKeyOf } from '../act-key.ts';
import { json, jsonBody, order, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { whoMayReadOrder } from '../identity.ts';
import { orderParam, orderParts, reason } from '../shapes.ts';
import { orderView } from '../views.ts';

const body = z.strictObject({
  reason: reason.openapi({ description: 'staff reads it; it stays with the return' }),
  lines: orderParts.optional().openapi({
    description: 'units of a line, or of a tier; left out: all that are left and not asked back',
  }),
});

const route = createRoute({
  method: 'post',
  path: '/api/orders/{id}/return',
  summary: 'Give delivered goods back',
  parameters: [actKeyHeader('a return that is asked for again under its key is the same one')],
  request: { params: orderParam, body: jsonBody(body) },
  responses: {
    200: json(order, 'The order afterwards'),
    ...refusing(
      ...(['not_found', 'not_allowed', 'return_closed', 'refund_too_large', 'key_reused'] as const),
      'invalid_request',
    ),
  },
});

export function askReturnRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const who = await whoMayReadOrder(deps, c, id);
    if (who !== 'buyer') throw new Refused('not_allowed');
    const { reason, lines } = c.req.valid('json');
    const name = actKeyOf(c);
    const key = name === null ? null : `return:${id}:${name}`;
    await askReturn(deps.db, id, { reason, lines, key, days: deps.shippingDays });
    const after = await orderById(deps.db, id);
    if (!after) throw new Refused('not_found');
    return c.json(orderView(deps.ring, after), 200);
  });
}
