/**
 * PUT /staff/sales/SLUG/stock: new capacities, all of them or none. The sale's writer decides, because only it knows what
 * is held and sold in this moment; less than that is refused with `capacity_in_use`.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { type Act, staffActor } from '../../../db/audit.ts';
import { type KeptSale, saleBySlug } from '../../../db/sales.ts';
import type { SaleAct } from '../../../domain/audit-act.ts';
import { Refused } from '../../../domain/refusals.ts';
import { saleBounds } from '../../../domain/sale-defaults.ts';
import { newId } from '../../../runtime/chance.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { stock } from '../../sale-answers.ts';
import { capacity } from '../../sale-shape.ts';
import { settle } from '../../settle-order.ts';
import { id, reason, slugParam } from '../../shapes.ts';
import { stockView } from '../../views.ts';

const [, tiersMost] = saleBounds.tiers;
const body = z.strictObject({
  tiers: z.array(z.strictObject({ id, capacity })).min(1).max(tiersMost),
  reason: reason.optional(),
});

export function setStockRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'put',
    path: '/api/staff/sales/{slug}/stock',
    summary: 'Set capacities',
    security: [{ staff: [] }],
    request: { params: slugParam, body: jsonBody(body) },
    middleware: staffWho(deps, 'steer'),
    responses: {
      200: json(stock, 'The stock afterwards'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'capacity_in_use', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const { slug } = c.req.valid('param');
    const { tiers, reason } = c.req.valid('json');
    const sale = await saleBySlug(deps.db, slug);
    if (!sale) throw new Refused('not_found');
    checkTiers(sale, tiers);
    const actor = staffActor(c.get('staff').id);
    const key = `adjust:${sale.id}:${newId('ask', deps.chance)}`;
    const command = {
      kind: 'adjust',
      key,
      saleId: sale.id,
      orderId: null,
      payload: { tiers, by: actor },
    } as const;
    const act: Act<SaleAct> = {
      actor,
      act: 'sale.stock',
      saleId: sale.id,
      detail: { tiers },
      reason: reason ?? null,
    };
    await settle(deps, command, act);
    await deps.sales.changed(slug);
    deps.hint(sale.id, { type: 'sale' });
    return c.json(stockView((await saleBySlug(deps.db, slug)) ?? sale), 200);
  });
}

function checkTiers(sale: KeptSale, tiers: z.output<typeof body>['tiers']): void {
  const seen = new Set<string>();
  const errors = tiers.flatMap(({ id }, index) => {
    const path = `tiers.${index}.id`;
    if (!sale.tiers.some((tier) => tier.id === id)) return [{ path, message: 'is no tier of this sale' }];
    if (seen.has(id)) return [{ path, message: 'is named twice' }];
    seen.add(id);
    return [];
  });
  if (errors.length > 0) throw new Refused('invalid_request', { errors });
}
