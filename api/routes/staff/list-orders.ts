/** GET /staff/orders: for whoever helps a buyer; found by sale, state or the buyer's address. */
import { createRoute, z } from '@hono/zod-openapi';
import { listOrders } from '../../../db/orders.ts';
import { saleBySlug } from '../../../db/sales.ts';
import { orderStates } from '../../../domain/order-lifecycle.ts';
import { Refused } from '../../../domain/refusals.ts';
import { blindIndex } from '../../../runtime/seal.ts';
import { json, order, pageOf as pageShape, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { pageOf, readCursor } from '../../page-cursor.ts';
import { cursor, email, slug } from '../../shapes.ts';
import { orderView } from '../../views.ts';

const ORDERS_A_PAGE = 50;
const query = z.strictObject({
  sale: slug.optional(),
  state: z.enum(orderStates as [(typeof orderStates)[number]]).optional(),
  email: email
    .optional()
    .openapi({ description: 'the buyer’s, as it was typed; large and small letters are alike' }),
  cursor,
});
const place = z.string().max(64);

export function listOrdersRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/staff/orders',
    summary: 'List orders',
    security: [{ staff: [] }],
    request: { query },
    middleware: staffWho(deps, 'readOrders'),
    responses: {
      200: json(pageShape(order), 'A page of orders, the newest first'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const ask = c.req.valid('query');
    const afterId = readCursor(ask.cursor, place);
    const sale = ask.sale === undefined ? undefined : await saleBySlug(deps.db, ask.sale);
    if (sale === null) throw new Refused('not_found');
    const emailIndex = ask.email === undefined ? undefined : blindIndex(deps.ring, ask.email);
    const search = { saleId: sale?.id, state: ask.state, emailIndex, afterId, orders: ORDERS_A_PAGE + 1 };
    const rows = await listOrders(deps.db, search);
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
