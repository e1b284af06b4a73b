/** GET /staff/sales/SLUG: one sale as it is now, drafts and hidden ones too, with its counts. */
import { createRoute } from '@hono/zod-openapi';
import { saleBySlug } from '../../../db/sales.ts';
import { Refused } from '../../../domain/refusals.ts';
import { json, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { staffSale, stock } from '../../sale-answers.ts';
import { slugParam } from '../../shapes.ts';
import { staffSaleView, stockView } from '../../views.ts';

export function showStaffSaleRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/staff/sales/{slug}',
    summary: 'Show a sale to the staff',
    security: [{ staff: [] }],
    request: { params: slugParam },
    middleware: staffWho(deps, 'watch'),
    responses: {
      200: json(staffSale.extend({ stock }), 'The sale'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found'),
    },
  });
  app.openapi(route, async (c) => {
    const found = await saleBySlug(deps.db, c.req.valid('param').slug);
    if (!found || found.deleted_at !== null) throw new Refused('not_found');
    return c.json({ ...staffSaleView(found), stock: stockView(found) }, 200);
  });
}
