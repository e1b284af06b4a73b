/**
 * POST /basket/preview: what a basket that a browser keeps is worth now (BAS-5), as an account's basket shows it. Anybody
 * may ask and nothing is kept; sales come from what was read a second ago, so that a crowd costs PostgreSQL nothing.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { slug } from '../../shapes.ts';
import { basket, basketView, salesOf, wanted, wantedList } from './basket-view.ts';

const body = z.strictObject({ items: wantedList(wanted.extend({ slug })) });

export function basketPreviewRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/basket/preview',
    summary: 'Price a basket that is kept elsewhere',
    request: { body: jsonBody(body) },
    responses: { 200: json(basket, 'The basket as it is now'), ...refusing('invalid_request') },
  });
  app.openapi(route, async (c) => {
    const { items } = c.req.valid('json');
    const slugs = items.map((item) => item.slug);
    const sales = await salesOf(deps, slugs);
    const named = items.map((item) => {
      const sale = sales.get(item.slug);
      const name = sale?.tiers.find(({ id }) => id === item.tierId)?.name ?? '';
      return { ...item, title: sale?.title ?? '', name };
    });
    return c.json(basketView(named, sales), 200);
  });
}
