/** GET /sales/SLUG: one sale, at most a second old. */
import { createRoute } from '@hono/zod-openapi';
import { Refused } from '../../domain/refusals.ts';
import { json, refusing, sale } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { slugParam } from '../shapes.ts';
import { saleWithWaiting } from '../waiting.ts';

const route = createRoute({
  method: 'get',
  path: '/api/sales/{slug}',
  summary: 'Show a sale',
  request: { params: slugParam },
  responses: { 200: json(sale, 'The sale'), ...refusing('not_found') },
});

export function showSaleRoute(app: Api, { sales, waiting }: Deps): void {
  app.openapi(route, async (c) => {
    const found = await sales.get(c.req.valid('param').slug);
    if (!found || found.state === 'draft') throw new Refused('not_found');
    return c.json(await saleWithWaiting(found, waiting), 200);
  });
}
