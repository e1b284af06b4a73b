/** POST /orders/ID/refund: staff gives the money back; the units go back on sale. */
import { createRoute, z } from '@hono/zod-openapi';
import { staffActor } from '../../db/audit.ts';
import { type OrderRecord, orderById } from '../../db/orders.ts';
import { Refused } from '../../domain/refusals.ts';
import { newId } from '../../runtime/chance.ts';
import { json, jsonBody, order, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { staffWho } from '../identity.ts';
import { settle } from '../settle-order.ts';
import { orderLines, orderParam, reason } from '../shapes.ts';
import { orderView } from '../views.ts';

const body = z.strictObject({
  reason,
  lines: orderLines.optional().openapi({ description: 'all of the order, as it is refunded as a whole' }),
});

export function refundOrderRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/orders/{id}/refund',
    summary: 'Refund an order (staff)',
    security: [{ staff: [] }],
    request: { params: orderParam, body: jsonBody(body) },
    middleware: staffWho(deps, 'refund'),
    responses: {
      200: json(order, 'The order afterwards'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'order_not_cancellable', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const ask = c.req.valid('json');
    const found = await orderById(deps.db, id);
    if (!found) throw new Refused('not_found');
    if (ask.lines && !isWhole(found, ask.lines)) {
      const errors = [{ path: 'lines', message: 'an order is refunded as a whole' }];
      throw new Refused('invalid_request', { errors });
    }
    const saleId = found.sale_id;
    const actor = staffActor(c.get('staff').id);
    const key = `refund:${id}:${newId('ask', deps.chance)}`;
    const payload = { reason: ask.reason, by: actor };
    const act = { actor, act: 'order.refund', saleId, detail: { orderId: id }, reason: ask.reason };
    await settle(deps, { kind: 'refund', key, saleId, orderId: id, payload }, act);
    const after = await orderById(deps.db, id);
    return c.json(orderView(deps.ring, after ?? found), 200);
  });
}

/** Units a tier, because an order may name a tier on two lines. */
function isWhole(found: OrderRecord, lines: z.output<typeof orderLines>): boolean {
  const left = new Map<string, number>();
  for (const { tier_id, quantity } of found.lines) left.set(tier_id, (left.get(tier_id) ?? 0) + quantity);
  for (const { tierId, quantity } of lines) left.set(tierId, (left.get(tierId) ?? 0) - quantity);
  return [...left.values()].every((units) => units === 0);
}
