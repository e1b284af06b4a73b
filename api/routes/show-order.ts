/**
 * GET /orders/ID: by its key, or by staff; for anybody else there is nothing (API-6). Who knows it as it is may wait until
 * it is another one (API-31): the buyer's page hears at once what a bank says, without asking again and again.
 */
import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { markOf } from '../../db/order-marks.ts';
import { orderById } from '../../db/orders.ts';
import { ORDER_WAIT_MS_MAX } from '../../domain/limits.ts';
import { orderWaitMs } from '../../domain/order-wait.ts';
import { Refused } from '../../domain/refusals.ts';
import { json, order, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { etagOf, isKnown } from '../etag.ts';
import { whoMayReadOrder } from '../identity.ts';
import { orderParam } from '../shapes.ts';
import { orderView } from '../views.ts';

const route = createRoute({
  method: 'get',
  path: '/api/orders/{id}',
  summary: 'Show an order',
  description: `With header \`Usher-Order-Key\`, or signed in as staff. The answer has an \`ETag\`. Sent back as \`If-None-Match\`
with \`Prefer: wait=SECONDS\` (RFC 7240; ${ORDER_WAIT_MS_MAX / 1_000} at most) it is answered as soon as the order's state or a payment's
is another one, or at the end of that time.`,
  request: { params: orderParam },
  responses: {
    200: json(order, 'The order'),
    304: { description: 'The order with this ETag is still so' },
    ...refusing('not_found'),
  },
});

export function showOrderRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    let shown = await read(deps, c, id);
    const waitMs = orderWaitMs('GET', c.req.path, c.req.header('prefer'));
    if (waitMs > 0 && isKnown(c, shown.etag)) {
      c.header('preference-applied', `wait=${waitMs / 1_000}`);
      await deps.orderWatch.moved({ id, mark: shown.mark }, waitMs);
      shown = await read(deps, c, id);
    }
    c.header('etag', shown.etag);
    return isKnown(c, shown.etag) ? (c.body(null, 304) as never) : c.json(shown.view, 200);
  });
}

/** Who asks is looked at each time: a sign-in may have ended while they waited. */
async function read(deps: Deps, c: Context, id: string) {
  await whoMayReadOrder(deps, c, id);
  const found = await orderById(deps.db, id);
  if (!found) throw new Refused('not_found');
  const view = orderView(deps.ring, found);
  return { view, mark: markOf(found), etag: etagOf(JSON.stringify(view)) };
}
