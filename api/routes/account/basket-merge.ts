/**
 * POST /me/basket/merge and /me/wishlist/merge: what a browser collected before its visitor signed in joins the account's
 * list (BAS-5). Of each tier the larger quantity counts, so asking again after a lost answer changes nothing; nothing is
 * refused for stock, for it was put in before. What is no tier, or does not fit, is left out and not in the answer.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { changeList } from '../../../db/basket.ts';
import { settleBasketOrders } from '../../../db/basket-orders.ts';
import { listNames, merged } from '../../../domain/basket.ts';
import { LIST_ITEMS_MAX } from '../../../domain/limits.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { accountWho } from '../../identity.ts';
import { factsFor, listView } from './basket-change.ts';
import { basket, wanted, wantedList } from './basket-view.ts';

const body = z.strictObject({ items: wantedList(wanted) });

export function basketMergeRoutes(app: Api, deps: Deps): void {
  for (const list of listNames) {
    const route = createRoute({
      method: 'post',
      path: `/api/me/${list}/merge`,
      summary: `Join a browser's ${list} with mine; the larger quantity counts`,
      security: [{ account: [] }],
      middleware: accountWho(deps),
      request: { body: jsonBody(body) },
      responses: {
        200: json(basket, `The ${list} as it is now`),
        ...refusing('not_signed_in', 'invalid_request'),
      },
    });
    app.openapi(route, async (c) => {
      const { id: accountId } = c.get('account');
      const { items } = c.req.valid('json');
      // Before the list is joined: what was ordered must not come back by an older copy of it.
      await settleBasketOrders(deps.db, accountId);
      const { tiers } = await factsFor(deps, items);
      const known = items.flatMap((item) => {
        const tier = tiers.get(item.tierId);
        return tier ? [{ ...tier, quantity: item.quantity }] : [];
      });
      await deps.db
        .transaction()
        .execute((trx) =>
          changeList(trx, accountId, list, (before) => merged(before, known).slice(0, LIST_ITEMS_MAX)),
        );
      return c.json(await listView(deps, accountId, list), 200);
    });
  }
}
