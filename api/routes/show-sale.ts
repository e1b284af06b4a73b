/** GET /sales/SLUG: one sale, at most a second old, as far as everybody may see it (CAT-10, CAT-11). */
import { createRoute } from '@hono/zod-openapi';
import { json, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { sale } from '../sale-answers.ts';
import { slugParam } from '../shapes.ts';
import { shownSale } from '../shown-sale.ts';
import { saleWithWaiting } from '../waiting.ts';

const route = createRoute({
  method: 'get',
  path: '/api/sales/{slug}',
  summary: 'Show a sale',
  request: { params: slugParam },
  responses: { 200: json(sale, 'The sale'), ...refusing('not_found') },
});

export function showSaleRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    const found = await shownSale(deps, c.req.valid('param').slug);
    return c.json(await saleWithWaiting(found, deps.waiting), 200);
  });
}
