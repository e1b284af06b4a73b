/** POST /orders/ID/cancel: the buyer takes the order back, until it is shipped, or its ticket is used or begins (ORD-34). */
import { createRoute } from '@hono/zod-openapi';
import { type Act, staffActor } from '../../db/audit.ts';
import { orderById } from '../../db/orders.ts';
import type { SaleAct } from '../../domain/audit-act.ts';
import { isCancellable } from '../../domain/giving-back.ts';
import { Refused } from '../../domain/refusals.ts';
import { mayDo } from '../../domain/staff-role.ts';
import { newId } from '../../runtime/chance.ts';
import { json, jsonBodyIfAny, order, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { emptyBodyIsNone } from '../empty-body.ts';
import { whoMayReadOrder } from '../identity.ts';
import { settle } from '../settle-order.ts';
import { orderParam, reasonBody } from '../shapes.ts';
import { isBegun, orderView } from '../views.ts';

const over = new Set(['cancelled', 'refund_pending', 'refunded', 'lapsed']);

const route = createRoute({
  method: 'post',
  path: '/api/orders/{id}/cancel',
  summary: 'Cancel an order',
  description:
    'A paid order is refunded; its buyer may do that until its sale’s `startsAt`, where tickets are sold. Cancelling what is cancelled changes nothing. A reason is welcome; buyer and staff read it.',
  request: { params: orderParam, body: jsonBodyIfAny(reasonBody) },
  middleware: emptyBodyIsNone,
  responses: {
    200: json(order, 'The order afterwards'),
    ...refusing('not_found', 'order_not_cancellable', 'invalid_request'),
  },
});

export function cancelOrderRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const { reason = null } = c.req.valid('json');
    const who = await whoMayReadOrder(deps, c, id);
    if (who !== 'buyer' && !mayDo(who.role, 'refund')) throw new Refused('not_allowed');
    const found = await orderById(deps.db, id);
    if (!found) throw new Refused('not_found');
    if (over.has(found.state)) return c.json(orderView(deps.ring, found), 200);
    const isTooLate = found.hasUsedTicket || (who === 'buyer' && isBegun(found));
    if (!isCancellable(found.state, isTooLate)) throw new Refused('order_not_cancellable');

    const actor = who === 'buyer' ? 'buyer' : staffActor(who.id);
    // A key of its own each time: a cancel that was refused once may be right later.
    const key = `release:${id}:${newId('ask', deps.chance)}`;
    const payload = { reason, by: actor };
    const act: Act<SaleAct> | null =
      who === 'buyer'
        ? null
        : { actor, act: 'order.cancel', saleId: found.sale_id, detail: { orderId: id }, reason };
    await settle(deps, { kind: 'release', key, saleId: found.sale_id, orderId: id, payload }, act);
    const after = await orderById(deps.db, id);
    return c.json(orderView(deps.ring, after ?? found), 200);
  });
}
