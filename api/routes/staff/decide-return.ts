/**
 * POST /staff/returns/ID/accept and …/refuse: staff takes goods that were asked back into stock before their day, with their
 * money on its way home, or leaves them with the buyer, who is told why (SHP-6). Who decides first decides.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { type Act, recordAct, staffActor } from '../../../db/audit.ts';
import { orderById } from '../../../db/orders.ts';
import { refuseReturn, returnById } from '../../../db/returns.ts';
import type { SaleAct } from '../../../domain/audit-act.ts';
import { Refused } from '../../../domain/refusals.ts';
import { newId } from '../../../runtime/chance.ts';
import { json, jsonBody, order, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { settle } from '../../settle-order.ts';
import { orderParam, reason } from '../../shapes.ts';
import { orderView } from '../../views.ts';

export function decideReturnRoutes(app: Api, deps: Deps): void {
  const refusals = refusing(
    ...(['not_signed_in', 'not_allowed', 'not_found', 'return_settled', 'refund_too_large'] as const),
    ...(['order_not_cancellable', 'invalid_request'] as const),
  );
  const accept = createRoute({
    method: 'post',
    path: '/api/staff/returns/{id}/accept',
    summary: 'Take goods back that were asked back',
    description: 'Their units go back on sale, and their share of money and points goes home.',
    security: [{ staff: [] }],
    request: { params: orderParam, body: jsonBody(z.strictObject({ reason })) },
    middleware: staffWho(deps, 'refund'),
    responses: { 200: json(order, 'The order afterwards'), ...refusals },
  });
  app.openapi(accept, async (c) => {
    const { id } = c.req.valid('param');
    const { reason } = c.req.valid('json');
    const known = await returnById(deps.db, id);
    if (!known) throw new Refused('not_found');
    if (known.state !== 'asked') throw new Refused('return_settled');
    const { saleId, orderId } = known;
    const actor = staffActor(c.get('staff').id);
    // A key of its own each time: what was refused once, while money was on its way elsewhere, may be right later.
    const key = `return:${id}:${newId('ask', deps.chance)}`;
    const payload = { reason: 'returned', by: actor, returnId: id };
    const act: Act<SaleAct> = {
      actor,
      act: 'order.take_back',
      saleId,
      detail: { orderId, returnId: id },
      reason,
    };
    const result = await settle(deps, { kind: 'take_back', key, saleId, orderId, payload }, act);
    if (result.outcome === 'unchanged') throw new Refused('return_settled');
    return c.json(await viewOf(orderId), 200);
  });

  const refuse = createRoute({
    method: 'post',
    path: '/api/staff/returns/{id}/refuse',
    summary: 'Leave goods that were asked back with the buyer',
    security: [{ staff: [] }],
    request: {
      params: orderParam,
      body: jsonBody(z.strictObject({ reason: reason.openapi({ description: 'the buyer reads it' }) })),
    },
    middleware: staffWho(deps, 'refund'),
    responses: { 200: json(order, 'The order afterwards'), ...refusals },
  });
  app.openapi(refuse, async (c) => {
    const { id } = c.req.valid('param');
    const { reason } = c.req.valid('json');
    const by = staffActor(c.get('staff').id);
    const { orderId } = await deps.db.transaction().execute(async (trx) => {
      const known = await refuseReturn(trx, { id, answer: reason, by });
      const { saleId, orderId } = known;
      const detail = { orderId, returnId: id };
      await recordAct(trx, { actor: by, act: 'order.refuse_return', saleId, detail, reason });
      return known;
    });
    return c.json(await viewOf(orderId), 200);
  });

  async function viewOf(orderId: string) {
    const after = await orderById(deps.db, orderId);
    if (!after) throw new Refused('not_found');
    return orderView(deps.ring, after);
  }
}
