/** GET /staff/orders/ID: the order with all that happened to it (ORD-19). */
import { createRoute, z } from '@hono/zod-openapi';
import { storyOf } from '../../../db/order-story.ts';
import { orderById } from '../../../db/orders.ts';
import { Refused } from '../../../domain/refusals.ts';
import { json, money, order, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { orderParam } from '../../shapes.ts';
import { isoOrNull, orderView } from '../../views.ts';

const time = z.string().openapi({ format: 'date-time' });
const story = z
  .object({
    order,
    movements: z.array(
      z.object({
        at: time,
        kind: z.string(),
        tierId: z.string(),
        available: z.int(),
        held: z.int(),
        sold: z.int(),
      }),
    ),
    refunds: z.array(
      z.object({
        id: z.string(),
        state: z.string(),
        amount: money,
        reason: z.string().nullable(),
        at: time,
        closedAt: time.nullable(),
      }),
    ),
    letters: z.array(z.object({ kind: z.string(), at: time, sentAt: time.nullable() })),
    acts: z.array(z.object({ at: time, actor: z.string(), act: z.string(), reason: z.string().nullable() })),
  })
  .openapi('OrderStory');

export function showOrderStoryRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/staff/orders/{id}',
    summary: 'An order with its whole story',
    security: [{ staff: [] }],
    request: { params: orderParam },
    middleware: staffWho(deps, 'readOrders'),
    responses: {
      200: json(story, 'The order, what moved, what went back, what was written and done'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const { id: orderId } = c.req.valid('param');
    const found = await orderById(deps.db, orderId);
    if (!found) throw new Refused('not_found');
    const { movements, refunds, letters, acts } = await storyOf(deps.db, { saleId: found.sale_id, orderId });
    return c.json(
      {
        order: orderView(deps.ring, found),
        movements: movements.map((one) => ({ ...one, at: one.at.toISOString() })),
        refunds: refunds.map(({ id, state, amount, currency, reason, at, closedAt }) => ({
          ...{ id, state, amount: { amount, currency }, reason },
          ...{ at: at.toISOString(), closedAt: isoOrNull(closedAt) },
        })),
        letters: letters.map(({ kind, at, sentAt }) => ({
          ...{ kind, at: at.toISOString(), sentAt: isoOrNull(sentAt) },
        })),
        acts: acts.map((one) => ({ ...one, at: one.at.toISOString() })),
      },
      200,
    );
  });
}
