/**
 * POST /orders/ID/refund: staff gives money back, of some units or of all that the order still has; the units go back on
 * sale (ORD-15), or stay with the buyer where goods were sent (PAY-26). Which of the two is asked for by name: a parcel may
 * leave while staff looks at what a refund would do. The writer decides; asked again under the same Idempotency-Key it is
 * the same refund.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { type Act, staffActor } from '../../db/audit.ts';
import { orderById } from '../../db/orders.ts';
import type { SaleAct } from '../../domain/audit-act.ts';
import { Refused } from '../../domain/refusals.ts';
import { newId } from '../../runtime/chance.ts';
import { actKeyHeader, actKeyOf } from '../act-key.ts';
import { json, jsonBody, order, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { staffWho } from '../identity.ts';
import { settle } from '../settle-order.ts';
import { orderParam, orderParts, reason } from '../shapes.ts';
import { orderView } from '../views.ts';

const body = z.strictObject({
  reason: reason.openapi({ description: 'the buyer reads it' }),
  lines: orderParts
    .optional()
    .openapi({ description: 'units of a line, or of a tier; left out: all that the order still has' }),
  unitsStay: z.boolean().optional().openapi({
    description:
      'for goods that were sent, and for those alone: the buyer keeps the units, and only their money goes back',
  }),
});

export function refundOrderRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/orders/{id}/refund',
    summary: 'Refund an order, or a part of it (staff)',
    security: [{ staff: [] }],
    parameters: [actKeyHeader('a part that is asked for again under its key is not given back twice')],
    request: { params: orderParam, body: jsonBody(body) },
    middleware: staffWho(deps, 'refund'),
    responses: {
      200: json(order, 'The order afterwards'),
      ...refusing(
        ...(['not_signed_in', 'not_allowed', 'not_found', 'order_not_cancellable'] as const),
        ...(['refund_too_large', 'key_reused', 'invalid_request'] as const),
      ),
    },
  });
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const { reason, lines, unitsStay = false } = c.req.valid('json');
    const name = actKeyOf(c) ?? newId('ask', deps.chance);
    const found = await orderById(deps.db, id);
    if (!found) throw new Refused('not_found');
    const saleId = found.sale_id;
    const actor = staffActor(c.get('staff').id);
    const what = { ...(lines && { lines }), ...(unitsStay && { unitsStay }) };
    const payload = { reason, by: actor, ...what };
    const detail = { orderId: id, ...what };
    const act: Act<SaleAct> = { actor, act: 'order.refund', saleId, detail, reason };
    await settle(deps, { kind: 'refund', key: `refund:${id}:${name}`, saleId, orderId: id, payload }, act);
    const after = await orderById(deps.db, id);
    return c.json(orderView(deps.ring, after ?? found), 200);
  });
}
