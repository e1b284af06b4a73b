/** DELETE /staff/sales/SLUG: closes it and takes it from everybody's sight; its orders go on (CAT-15). */
import { createRoute, z } from '@hono/zod-openapi';
import { staffActor } from '../../../db/audit.ts';
import { deleteSale } from '../../../db/sale-removal.ts';
import { saleBySlug } from '../../../db/sales.ts';
import { refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { reason, slugParam } from '../../shapes.ts';

export function deleteSaleRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'delete',
    path: '/api/staff/sales/{slug}',
    summary: 'Delete a sale',
    description: 'Refused while somebody holds or pays an order of it.',
    security: [{ staff: [] }],
    request: { params: slugParam, query: z.strictObject({ reason: reason.optional() }) },
    middleware: staffWho(deps, 'steer'),
    responses: {
      204: { description: 'Deleted' },
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'sale_in_use', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const { slug } = c.req.valid('param');
    const by = { actor: staffActor(c.get('staff').id), reason: c.req.valid('query').reason };
    const id = await deps.db.transaction().execute(async (trx) => {
      await deleteSale(trx, slug, by);
      return (await saleBySlug(trx, slug))?.id;
    });
    await deps.sales.changed(slug);
    if (id !== undefined) deps.hint(id, { type: 'sale' });
    return c.body(null, 204);
  });
}
