/** GET /sales/SLUG/stock: counts of all tiers of one moment, at most a second old. Never read for a decision. */
import { createRoute } from '@hono/zod-openapi';
import { json, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { stock } from '../sale-answers.ts';
import { slugParam } from '../shapes.ts';
import { publicStock, shownSale } from '../shown-sale.ts';

const route = createRoute({
  method: 'get',
  path: '/api/sales/{slug}/stock',
  summary: 'Show what is left',
  request: { params: slugParam },
  responses: { 200: json(stock, 'The stock; `version` grows with every change'), ...refusing('not_found') },
});

export function showStockRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    return c.json(publicStock(await shownSale(deps, c.req.valid('param').slug)), 200);
  });
}
