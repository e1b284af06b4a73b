/** GET /staff/orders: for whoever helps a buyer; found by sale, state, time, number, or the buyer's address (API-17). */
import { createRoute, z } from '@hono/zod-openapi';
import { listOrders } from '../../../db/orders.ts';
import { json, order, pageOf as pageShape, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { searchOf, searchShape } from '../../order-search.ts';
import { pageOf, readCursor } from '../../page-cursor.ts';
import { cursor } from '../../shapes.ts';
import { orderView } from '../../views.ts';

const ORDERS_A_PAGE = 50;
const place = z.string().max(64);

export function listOrdersRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/staff/orders',
    summary: 'List orders',
    security: [{ staff: [] }],
    request: { query: z.strictObject({ ...searchShape, cursor }) },
    middleware: staffWho(deps, 'readOrders'),
    responses: {
      200: json(pageShape(order), 'A page of orders, the newest first'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const { cursor, ...ask } = c.req.valid('query');
    const afterId = readCursor(cursor, place);
    const search = await searchOf(deps, ask);
    const rows = await listOrders(deps.db, { ...search, afterId, orders: ORDERS_A_PAGE + 1 });
    return c.json(
      pageOf(
        rows,
        ORDERS_A_PAGE,
        (row) => orderView(deps.ring, row),
        ({ id }) => id,
      ),
      200,
    );
  });
}
