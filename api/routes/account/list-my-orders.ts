/** GET /me/orders: what the account ordered, the newest first. */
import { createRoute, z } from '@hono/zod-openapi';
import { listOrders } from '../../../db/orders.ts';
import { json, order, pageOf as pageShape, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { accountWho } from '../../identity.ts';
import { pageOf, readCursor } from '../../page-cursor.ts';
import { cursor } from '../../shapes.ts';
import { orderView } from '../../views.ts';

const ORDERS_A_PAGE = 20;
const place = z.string().max(64);

export function listMyOrdersRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/me/orders',
    summary: 'My orders',
    security: [{ account: [] }],
    request: { query: z.strictObject({ cursor }) },
    middleware: accountWho(deps),
    responses: {
      200: json(pageShape(order), 'A page of orders'),
      ...refusing('not_signed_in', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const afterId = readCursor(c.req.valid('query').cursor, place);
    const search = { accountId: c.get('account').id, afterId, orders: ORDERS_A_PAGE + 1 };
    const rows = await listOrders(deps.db, search);
    const page = pageOf(
      rows,
      ORDERS_A_PAGE,
      (row) => orderView(deps.ring, row),
      ({ id }) => id,
    );
    return c.json(page, 200);
  });
}
