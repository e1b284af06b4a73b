/** GET /me/export: everything that is kept about the account, as one JSON document (ACT-8). */
import { createRoute, z } from '@hono/zod-openapi';
import { addressesOf } from '../../../db/account-addresses.ts';
import { flagsOfAccount } from '../../../db/account-flags.ts';
import { itemsOf } from '../../../db/basket.ts';
import { loginsOf } from '../../../db/logins.ts';
import { listOrders } from '../../../db/orders.ts';
import { ownTickets } from '../../../db/own-tickets.ts';
import { pointsBook } from '../../../db/points.ts';
import { addressView } from '../../address-book.ts';
import {
  account as accountShape,
  json,
  keptAddress,
  order,
  ownTicketFacts as ownTicketShape,
  refusing,
  signIn,
} from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { flagShape, flagView } from '../../flag-view.ts';
import { accountWho } from '../../identity.ts';
import { personView } from '../../open-sign-in.ts';
import { emailIndexOf } from '../../ticket-holder.ts';
import { ownTicketFacts } from '../../ticket-views.ts';
import { orderView } from '../../views.ts';

/** More than anybody buys in a life here; a document of this size is still a few megabytes. */
const ORDERS_MAX = 10_000;
const TICKETS_MAX = 10_000;

const listed = z.object({
  tierId: z.string(),
  quantity: z.int(),
  slug: z.string(),
  title: z.string(),
  name: z.string(),
});
const everything = z.object({
  account: accountShape,
  addresses: z.array(keptAddress),
  signIns: z.array(signIn.omit({ isThis: true })),
  orders: z.array(order),
  tickets: z.array(ownTicketShape.extend({ id: z.string(), state: z.enum(['valid', 'void', 'used']) })),
  flags: z.array(flagShape),
  basket: z.array(listed),
  wishlist: z.array(listed),
  points: z.array(
    z.object({
      at: z.string(),
      currency: z.string(),
      kind: z.string(),
      amount: z.int(),
      orderId: z.string().nullable(),
    }),
  ),
});

export function exportMeRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/me/export',
    summary: 'Everything about me',
    security: [{ account: [] }],
    middleware: accountWho(deps),
    responses: { 200: json(everything, 'All that is kept'), ...refusing('not_signed_in') },
  });
  app.openapi(route, async (c) => {
    const { db, ring } = deps;
    const account = c.get('account');
    const [addresses, logins, flags, basket, wishlist, orders, tickets, points] = await Promise.all([
      addressesOf(db, account.id),
      loginsOf(db, { accountId: account.id }),
      flagsOfAccount(db, account.id),
      itemsOf(db, account.id, 'basket'),
      itemsOf(db, account.id, 'wishlist'),
      listOrders(db, { accountId: account.id, orders: ORDERS_MAX }),
      ownTickets(db, {
        ...{ accountId: account.id, emailIndex: emailIndexOf(ring, account), tickets: TICKETS_MAX },
      }),
      pointsBook(db, account.id, { entries: 2 * ORDERS_MAX }),
    ]);
    c.header('content-disposition', 'attachment; filename="my-account.json"');
    return c.json(
      {
        account: personView(ring, account),
        addresses: addresses.map((one) => addressView(deps, account.id, one)),
        signIns: logins.map(({ id, device, createdAt, refreshedAt }) => ({
          id,
          device,
          createdAt: createdAt.toISOString(),
          seenAt: refreshedAt.toISOString(),
        })),
        orders: orders.map((one) => orderView(ring, one)),
        // Without their codes: a file that lies about opens no door.
        tickets: tickets.map((one) => ({ id: one.id, state: one.state, ...ownTicketFacts(ring, one) })),
        flags: flags.map((one) => flagView(ring, one)),
        basket,
        wishlist,
        points: points.entries.map(({ at, currency, kind, amount, orderId }) => ({
          ...{ at: at.toISOString(), currency, kind, amount, orderId },
        })),
      },
      200,
    );
  });
}
