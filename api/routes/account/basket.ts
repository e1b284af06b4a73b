/**
 * /me/basket and /me/wishlist (BAS-1, BAS-2): looked at, added to, set, emptied. Each answers with the list as it is
 * afterwards. Owner alone: the account of the token names the list, nothing in the request does.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { added, changed, type ListName, listNames, type Wanted } from '../../../domain/basket.ts';
import { LINE_QUANTITY_MAX, LIST_ITEMS_MAX } from '../../../domain/limits.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { accountWho } from '../../identity.ts';
import { id } from '../../shapes.ts';
import { type Change, changeOwn, listView } from './basket-change.ts';
import { basket, wanted, wantedList } from './basket-view.ts';

const someItems = z.strictObject({ items: wantedList(wanted) });
const allItems = z.strictObject({ items: z.array(wanted).max(LIST_ITEMS_MAX) });
const quantities = z.strictObject({
  items: wantedList(wanted.extend({ quantity: z.int().min(0).max(LINE_QUANTITY_MAX) })),
});
const mayRefuse = ['not_signed_in', 'sold_out', 'limit_reached', 'sale_not_open', 'invalid_request'] as const;

export function basketRoutes(app: Api, deps: Deps): void {
  for (const list of listNames) listRoutes(app, deps, list);
}

function listRoutes(app: Api, deps: Deps, list: ListName): void {
  const shared = {
    path: `/api/me/${list}`,
    security: [{ account: [] }],
    middleware: accountWho(deps),
    responses: { 200: json(basket, `The ${list} as it is now`), ...refusing(...mayRefuse) },
  };
  const answer = async (c: Context) => c.json(await listView(deps, c.get('account').id, list), 200);
  const act = async (c: Context, asked: readonly Wanted[], change: Change) => {
    await changeOwn(deps, c.get('account').id, list, asked, change);
    return await answer(c);
  };

  const show = createRoute({ ...shared, method: 'get', summary: `My ${list}` });
  app.openapi(show, answer);

  const add = createRoute({
    ...shared,
    method: 'post',
    summary: `Put into my ${list}; quantities of the same tier are summed`,
    request: { body: jsonBody(someItems) },
  });
  app.openapi(add, async (c) => await act(c, c.req.valid('json').items, added));

  const put = createRoute({
    ...shared,
    method: 'put',
    summary: `Make my ${list} exactly this`,
    request: { body: jsonBody(allItems) },
  });
  app.openapi(put, async (c) => await act(c, c.req.valid('json').items, (_, asked) => added([], asked)));

  const set = createRoute({
    ...shared,
    method: 'patch',
    summary: `Set quantities in my ${list}; zero takes an item out`,
    request: { body: jsonBody(quantities) },
  });
  app.openapi(set, async (c) => await act(c, c.req.valid('json').items, changed));

  const remove = createRoute({
    ...shared,
    method: 'delete',
    summary: `Take an item out of my ${list}, or all of them`,
    request: { query: z.strictObject({ tierId: id.optional() }) },
  });
  app.openapi(remove, async (c) => {
    const { tierId } = c.req.valid('query');
    return await act(c, [], (before) =>
      before.filter((item) => tierId !== undefined && item.tierId !== tierId),
    );
  });
}
