/** GET /sales: what can be bought, what opens, what is over. Drafts are the staff's alone (API-12). */
import { createRoute, z } from '@hono/zod-openapi';
import { listSales } from '../../db/sales.ts';
import { saleStates } from '../../domain/sale.ts';
import { json, pageOf as pageShape, refusing, sale } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { keepFresh } from '../fresh.ts';
import { pageOf, readCursor } from '../page-cursor.ts';
import { cursor, lineText } from '../shapes.ts';
import { saleWithWaiting } from '../waiting.ts';

export const SALES_A_PAGE = 50;
const publicStates = saleStates.filter((state) => state !== 'draft');

const query = z.strictObject({
  q: lineText(1, 100).optional().openapi({ description: 'words in title, description, category or venue' }),
  category: lineText(1, 100).optional(),
  state: z.enum(publicStates).optional(),
  cursor,
});
export const listPlace = z.strictObject({ rank: z.int().min(0).max(9), id: z.string().max(64) });

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
      withDrafts: false,
      sales: SALES_A_PAGE + 1,
    });
    const page = pageOf(
      rows,
      SALES_A_PAGE,
      (row) => row,
      ({ rank, id }) => ({ rank, id }),
    );
    return { ...page, items: await Promise.all(page.items.map((row) => saleWithWaiting(row, waiting))) };
  };
  const pages = keepFresh({ read, ageMsMax: 1_000, keysMax: 200, clock });

  app.openapi(route, async (c) => c.json(await pages.get(JSON.stringify(c.req.valid('query'))), 200));
}
