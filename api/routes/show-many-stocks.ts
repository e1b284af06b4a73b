/** POST /stock: the stock of many sales at once, for a list. Sales that are not there are left out. */
import { createRoute, z } from '@hono/zod-openapi';
import { isShown } from '../../domain/sale-showing.ts';
import { json, jsonBody, pageOf, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { stock } from '../sale-answers.ts';
import { slug } from '../shapes.ts';
import { publicStock } from '../shown-sale.ts';

/** A list's page of sales. */
const SLUGS_MAX = 100;
const body = z.strictObject({ slugs: z.array(slug).min(1).max(SLUGS_MAX) });

const route = createRoute({
  method: 'post',
  path: '/api/stock',
  summary: 'Show what is left in many sales',
  request: { body: jsonBody(body) },
  responses: {
    200: json(pageOf(stock.extend({ slug: z.string() })), 'The stocks'),
    ...refusing('invalid_request', 'too_large'),
  },
});

export function showManyStocksRoute(app: Api, { sales, clock }: Deps): void {
  app.openapi(route, async (c) => {
    const wanted = [...new Set(c.req.valid('json').slugs)];
    const found = await Promise.all(wanted.map((one) => sales.get(one)));
    const items = found.flatMap((one) =>
      one && isShown(one, clock()) ? [{ slug: one.slug, ...publicStock(one) }] : [],
    );
    return c.json({ items, nextCursor: null }, 200);
  });
}
