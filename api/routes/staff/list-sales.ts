/** GET /staff/sales: all sales, drafts too, with their counts. */
import { createRoute, z } from '@hono/zod-openapi';
import { listSales } from '../../../db/sale-search.ts';
import type { SaleRecord } from '../../../db/sales.ts';
import { saleStates } from '../../../domain/sale.ts';
import { json, pageOf as pageShape, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { pageOf, readCursor } from '../../page-cursor.ts';
import { staffSale, stock } from '../../sale-answers.ts';
import { cursor, lineText } from '../../shapes.ts';
import { staffSaleView, stockView } from '../../views.ts';
import { listPlace, listPlaceOf, SALES_A_PAGE } from '../list-sales.ts';

const query = z.strictObject({
  q: lineText(1, 100).optional(),
  category: lineText(1, 100).optional(),
  state: z.enum(saleStates).optional(),
  cursor,
});

export function listStaffSalesRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/staff/sales',
    summary: 'List all sales',
    security: [{ staff: [] }],
    request: { query },
    middleware: staffWho(deps, 'watch'),
    responses: {
      200: json(pageShape(staffSale.extend({ stock })), 'A page of sales'),
      ...refusing('not_signed_in', 'not_allowed', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const { q, category, state, cursor: place } = c.req.valid('query');
    const after = readCursor(place, listPlace);
    const search = { words: q, category, state, after, forStaff: true, sales: SALES_A_PAGE + 1 };
    const itemOf = (row: SaleRecord) => ({ ...staffSaleView(row), stock: stockView(row) });
    const rows = await listSales(deps.db, search);
    return c.json(pageOf(rows, SALES_A_PAGE, itemOf, listPlaceOf), 200);
  });
}
