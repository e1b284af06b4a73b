/** GET /staff/audit: who did what, the newest first. */
import { createRoute, z } from '@hono/zod-openapi';
import { type AuditLine, auditLines } from '../../../db/audit.ts';
import { saleBySlug } from '../../../db/sales.ts';
import { Refused } from '../../../domain/refusals.ts';
import { json, pageOf as pageShape, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { pageOf, readCursor } from '../../page-cursor.ts';
import { cursor, slug } from '../../shapes.ts';

const LINES_A_PAGE = 100;
const query = z.strictObject({
  sale: slug.optional(),
  about: z.enum(['people']).optional().openapi({ description: 'acts about staff and accounts alone' }),
  cursor,
});
const place = z.int().min(1);

const line = z
  .object({
    id: z.int(),
    at: z.string(),
    actor: z.string(),
    actorName: z.string(),
    act: z.string(),
    sale: z.string().nullable().openapi({ description: 'the slug' }),
    detail: z.record(z.string(), z.unknown()),
    reason: z.string().nullable(),
  })
  .openapi('AuditLine');

export function listAuditRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/staff/audit',
    summary: 'Read the audit journal',
    security: [{ staff: [] }],
    request: { query },
    middleware: staffWho(deps, 'readAudit'),
    responses: {
      200: json(pageShape(line), 'A page of the journal'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const ask = c.req.valid('query');
    const beforeId = readCursor(ask.cursor, place);
    const sale = ask.sale === undefined ? undefined : await saleBySlug(deps.db, ask.sale);
    if (sale === null) throw new Refused('not_found');
    const rows = await auditLines(deps.db, {
      saleId: sale?.id,
      about: ask.about,
      beforeId,
      lines: LINES_A_PAGE + 1,
    });
    return c.json(
      pageOf(rows, LINES_A_PAGE, lineView, ({ id }) => id),
      200,
    );
  });
}

const lineView = ({ id, at, actor, actorName, act, saleSlug, detail, reason }: AuditLine) => ({
  id,
  at: at.toISOString(),
  actor,
  actorName,
  act,
  sale: saleSlug,
  detail,
  reason,
});
