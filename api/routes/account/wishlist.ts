/**
 * POST /me/wishlist/move: wishes become items of the basket (BAS-8), all that are named or none, in one transaction: a wish
 * is never in neither list. A wish that is not there any more was moved already; asking again changes nothing.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { changeList, itemsOf } from '../../../db/basket.ts';
import { settleBasketOrders } from '../../../db/basket-orders.ts';
import { added } from '../../../domain/basket.ts';
import { Refused } from '../../../domain/refusals.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { accountWho } from '../../identity.ts';
import { id } from '../../shapes.ts';
import { applyChange, factsFor, listView } from './basket-change.ts';
import { basket, wantedList } from './basket-view.ts';

const body = z.strictObject({ tierIds: wantedList(id) });

export function wishlistRoutes(app: Api, deps: Deps): void {
  const move = createRoute({
    method: 'post',
    path: '/api/me/wishlist/move',
    summary: 'Move wishes into my basket',
    security: [{ account: [] }],
    middleware: accountWho(deps),
    request: { body: jsonBody(body) },
    responses: {
      200: json(basket, 'The wishlist as it is now'),
      ...refusing('not_signed_in', 'sold_out', 'limit_reached', 'sale_not_open', 'invalid_request'),
    },
  });
  app.openapi(move, async (c) => {
    const { id: accountId } = c.get('account');
    const tierIds = new Set(c.req.valid('json').tierIds);
    await settleBasketOrders(deps.db, accountId);
    const wishes = (await itemsOf(deps.db, accountId, 'wishlist')).filter((one) => tierIds.has(one.tierId));
    const facts = await factsFor(deps, wishes);
    await deps.db.transaction().execute(async (trx) => {
      let moved = wishes;
      await changeList(trx, accountId, 'wishlist', (before) => {
        // As it is under the lock: a wish that another request moved meanwhile is not moved twice.
        moved = before.filter((one) => tierIds.has(one.tierId));
        if (moved.some((one) => !facts.tiers.has(one.tierId))) throw new Refused('sale_not_open');
        return before.filter((one) => !moved.includes(one));
      });
      await applyChange(trx, { accountId, list: 'basket', asked: moved, facts, change: added });
    });
    return c.json(await listView(deps, accountId, 'wishlist'), 200);
  });
}
