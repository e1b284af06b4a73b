/**
 * POST /orders/ID/refund: staff gives money back, of some units or of all that the order still has; the units go back on
 * sale (ORD-15). The writer decides; asked again under the same Idempotency-Key it is the same refund.
 */
import { hash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { staffActor } from '../../db/audit.ts';
import { orderById } from '../../db/orders.ts';
import { LINE_QUANTITY_MAX, ORDER_LINES_MAX } from '../../domain/limits.ts';
import { Refused } from '../../domain/refusals.ts';
import { newId } from '../../runtime/chance.ts';
import { json, jsonBody, order, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { staffWho } from '../identity.ts';
import { settle } from '../settle-order.ts';
import { id, idempotencyKeyPattern, orderParam, reason } from '../shapes.ts';
import { orderView } from '../views.ts';

const quantity = z
  .int()
  .min(1)
  .max(LINE_QUANTITY_MAX * ORDER_LINES_MAX);
const part = z.union([
  z.strictObject({ lineNo: z.int().min(1).max(ORDER_LINES_MAX), quantity }),
  z.strictObject({ tierId: id, quantity }),
]);
const body = z.strictObject({
  reason,
  lines: z
    .array(part)
    .min(1)
    .max(ORDER_LINES_MAX)
    .optional()
    .openapi({ description: 'units of a line, or of a tier; left out: all that the order still has' }),
});

const keyHeader = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description:
    '1–200 visible characters; a part that is asked for again under its key is not given back twice',
  schema: { type: 'string' as const },
};

export function refundOrderRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/orders/{id}/refund',
    summary: 'Refund an order, or a part of it (staff)',
    security: [{ staff: [] }],
    parameters: [keyHeader],
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
    const { reason, lines } = c.req.valid('json');
    const name = keyOf(c.req.header('idempotency-key')) ?? newId('ask', deps.chance);
    const found = await orderById(deps.db, id);
    if (!found) throw new Refused('not_found');
    const saleId = found.sale_id;
    const actor = staffActor(c.get('staff').id);
    const payload = { reason, by: actor, ...(lines && { lines }) };
    const detail = { orderId: id, ...(lines && { lines }) };
    const act = { actor, act: 'order.refund', saleId, detail, reason };
    await settle(deps, { kind: 'refund', key: `refund:${id}:${name}`, saleId, orderId: id, payload }, act);
    const after = await orderById(deps.db, id);
    return c.json(orderView(deps.ring, after ?? found), 200);
  });
}

/** Null where none was sent: then each request is an act of its own. */
function keyOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (idempotencyKeyPattern.test(header)) return hash('sha256', header, 'base64url');
  const message = 'expected 1 to 200 visible characters';
  throw new Refused('invalid_request', { errors: [{ path: 'Idempotency-Key', message }] });
}
