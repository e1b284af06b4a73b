/**
 * GET /sales: what can be bought, what opens, what is over (API-12, CAT-8). Drafts, and what is hidden, are the staff's
 * alone.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { listSales } from '../../db/sale-search.ts';
import { saleStates } from '../../domain/sale.ts';
import { json, pageOf as pageShape, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { keepFresh } from '../fresh.ts';
import { pageOf, readCursor } from '../page-cursor.ts';
import { sale } from '../sale-answers.ts';
import { cursor, lineText } from '../shapes.ts';
import { saleWithWaiting } from '../waiting.ts';

export const SALES_A_PAGE = 50;
const publicStates = saleStates.filter((state) => state !== 'draft');

const query = z.strictObject({
  q: lineText(1, 100).optional().openapi({ description: 'words in title, description, category or venue' }),
  category: lineText(1, 100).optional().openapi({ description: 'or one below it in the tree' }),
  state: z.enum(publicStates).optional(),
  cursor,
});
export const listPlace = z.strictObject({
  rank: z.int().min(0).max(9),
  far: z.int().min(0).max(1),
  id: z.string().max(64),
});

export const listPlaceOf = ({ rank, far, id }: z.output<typeof listPlace>) => ({ rank, far, id });

const route = createRoute({
  method: 'get',
  path: '/api/sales',
  summary: 'List sales',
  request: { query },
  responses: { 200: json(pageShape(sale), 'A page of sales'), ...refusing('invalid_request') },
});

export function listSalesRoute(app: Api, { db, clock, waiting }: Deps): void {
  const read = async (text: string) => {
    const { q, category, state, cursor: place } = JSON.parse(text) as z.output<typeof query>;
    const after = readCursor(place, listPlace);
    const rows = await listSales(db, {
      words: q,
      category,
      state,
      after,
      forStaff: false,
      sales: SALES_A_PAGE + 1,
    });
    const page = pageOf(rows, SALES_A_PAGE, (row) => row, listPlaceOf);
    return { ...page, items: await Promise.all(page.items.map((row) => saleWithWaiting(row, waiting))) };
  };
  const pages = keepFresh({ read, ageMsMax: 1_000, keysMax: 200, clock });

  app.openapi(route, async (c) => c.json(await pages.get(JSON.stringify(c.req.valid('query'))), 200));
}
