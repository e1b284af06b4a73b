/** GET /orders/ID/tickets: what the buyer shows at the door; none before the order is paid. */
import { createRoute } from '@hono/zod-openapi';
import { orderById } from '../../db/orders.ts';
import { transfersOf } from '../../db/ticket-transfers.ts';
import { ticketsOf } from '../../db/tickets.ts';
import { Refused } from '../../domain/refusals.ts';
import { json, pageOf, refusing, ticket } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { whoMayReadOrder } from '../identity.ts';
import { orderParam } from '../shapes.ts';
import { ticketView } from '../ticket-views.ts';

const BUYERS_SERIAL = 1;

const route = createRoute({
  method: 'get',
  path: '/api/orders/{id}/tickets',
  summary: 'List an order’s tickets',
  description: 'With header `Usher-Order-Key`, or signed in as staff.',
  request: { params: orderParam },
  responses: { 200: json(pageOf(ticket), 'The tickets'), ...refusing('not_found') },
});

export function listTicketsRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    const { id: orderId } = c.req.valid('param');
    await whoMayReadOrder(deps, c, orderId);
    if (!(await orderById(deps.db, orderId))) throw new Refused('not_found');
    const tickets = await ticketsOf(deps.db, orderId);
    const transfers = await transfersOf(
      deps.db,
      tickets.map(({ id }) => id),
    );
    const items = await Promise.all(
      tickets.map((one) => ticketView(deps.ring, one, BUYERS_SERIAL, transfers)),
    );
    return c.json({ items, nextCursor: null }, 200);
  });
}
