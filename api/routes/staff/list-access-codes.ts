/** GET /staff/sales/SLUG/codes: the codes of a sale and how often each was used, the newest first. */
import { createRoute, z } from '@hono/zod-openapi';
import { accessCodesOf } from '../../../db/access-codes.ts';
import { saleBySlug } from '../../../db/sales.ts';
import { Refused } from '../../../domain/refusals.ts';
import { json, pageOf as pageShape, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { pageOf, readCursor } from '../../page-cursor.ts';
import { cursor, slugParam } from '../../shapes.ts';
import { accessCode, accessCodeView } from './access-code-view.ts';

const CODES_A_PAGE = 200;
const query = z.strictObject({ cursor });
const place = z.string().max(64);

export function listAccessCodesRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/staff/sales/{slug}/codes',
    summary: 'List access codes',
    description: 'The codes themselves were shown when they were made, and are not kept.',
    security: [{ staff: [] }],
    request: { params: slugParam, query },
    middleware: staffWho(deps, 'steer'),
    responses: {
      200: json(pageShape(accessCode), 'A page of codes'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const sale = await saleBySlug(deps.db, c.req.valid('param').slug);
    if (!sale) throw new Refused('not_found');
    const before = readCursor(c.req.valid('query').cursor, place);
    const rows = await accessCodesOf(deps.db, { saleId: sale.id, before, codes: CODES_A_PAGE + 1 });
    return c.json(
      pageOf(rows, CODES_A_PAGE, accessCodeView, ({ id }) => id),
      200,
    );
  });
}
