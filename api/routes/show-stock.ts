/** GET /sales/SLUG/stock: counts of all tiers of one moment, at most a second old. Never read for a decision. */
import { createRoute } from '@hono/zod-openapi';
import { Refused } from '../../domain/refusals.ts';
import { json, refusing, stock } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { slugParam } from '../shapes.ts';
import { stockView } from '../views.ts';

const route = createRoute({
  method: 'get',
  path: '/api/sales/{slug}/stock',
  summary: 'Show what is left',
  request: { params: slugParam },
  responses: { 200: json(stock, 'The stock; `version` grows with every change'), ...refusing('not_found') },
});

export function showStockRoute(app: Api, { sales }: Deps): void {
  app.openapi(route, async (c) => {
    const found = await sales.get(c.req.valid('param').slug);
    if (!found || found.state === 'draft') throw new Refused('not_found');
    return c.json(stockView(found), 200);
  });
}
