/**
 * /staff/sales/SLUG/tiers: a new variant, another name or price of one (CAT-5, CAT-6). A new tier and the command that
 * fills it are staged together: if this process dies, or the writer is late, it is filled all the same. Removing one is
 * remove-tier.ts.
 */
import { createRoute } from '@hono/zod-openapi';
import { staffActor } from '../../../db/audit.ts';
import { stageCommand } from '../../../db/commands.ts';
import { addTier, changeTier } from '../../../db/sale-tiers.ts';
import { saleBySlug } from '../../../db/sales.ts';
import { Refused } from '../../../domain/refusals.ts';
import { newId } from '../../../runtime/chance.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { staffSale } from '../../sale-answers.ts';
import { tierPatchShape, tierShape } from '../../sale-shape.ts';
import { awaitSettled } from '../../settle-order.ts';
import { id, slugParam } from '../../shapes.ts';
import { steer } from '../../steer.ts';
import { staffSaleView } from '../../views.ts';

const security = [{ staff: [] }];
const refusals = ['not_signed_in', 'not_allowed', 'not_found', 'invalid_request', 'too_large'] as const;

export function steerTiersRoutes(app: Api, deps: Deps): void {
  const middleware = staffWho(deps, 'steer');

  const make = createRoute({
    ...{ method: 'post', path: '/api/staff/sales/{slug}/tiers', summary: 'Add a tier', security, middleware },
    request: { params: slugParam, body: jsonBody(tierShape) },
    responses: { 201: json(staffSale, 'The sale'), ...refusing('sale_not_open', ...refusals) },
  });
  app.openapi(make, async (c) => {
    const { capacity, ...tier } = c.req.valid('json');
    const { slug } = c.req.valid('param');
    const actor = staffActor(c.get('staff').id);
    const tierId = newId('tier', deps.chance);
    const key = `adjust:${tierId}`;
    await deps.db.transaction().execute(async (trx) => {
      const saleId = await addTier(trx, slug, { ...tier, id: tierId }, { actor });
      const payload = { tiers: [{ id: tierId, capacity }], by: actor };
      if (capacity > 0) await stageCommand(trx, { kind: 'adjust', key, saleId, orderId: null, payload });
    });
    try {
      if (capacity > 0) await awaitSettled(deps, key);
    } finally {
      await deps.sales.changed(slug);
    }
    const sale = await saleBySlug(deps.db, slug);
    if (!sale) throw new Refused('not_found');
    deps.hint(sale.id, { type: 'sale' });
    return c.json(staffSaleView(sale), 201);
  });

  const params = slugParam.extend({ id });
  const change = createRoute({
    ...{ method: 'patch', path: '/api/staff/sales/{slug}/tiers/{id}', summary: 'Change a tier' },
    description: 'A new price counts for orders placed afterwards.',
    ...{ security, middleware },
    request: { params, body: jsonBody(tierPatchShape) },
    responses: { 200: json(staffSale, 'The sale'), ...refusing(...refusals) },
  });
  app.openapi(change, async (c) => {
    const { slug, id: tierId } = c.req.valid('param');
    const patch = c.req.valid('json');
    const asked = { slug, staffId: c.get('staff').id };
    return c.json(await steer(deps, asked, (trx, _, by) => changeTier(trx, slug, tierId, patch, by)), 200);
  });
}
