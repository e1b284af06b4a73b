/**
 * DELETE /staff/sales/SLUG/tiers/ID: a tier is sold no more (CAT-17). The writer decides, because only it knows what is held
 * in this moment; whether people wait for the sale is looked at before. They came for what it offers: while they do, a
 * capacity may be lowered and nothing taken away.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { type Act, staffActor } from '../../../db/audit.ts';
import { tierToRemove } from '../../../db/sale-tiers.ts';
import { type KeptSale, saleBySlug } from '../../../db/sales.ts';
import type { SaleAct } from '../../../domain/audit-act.ts';
import { Refused } from '../../../domain/refusals.ts';
import { newId } from '../../../runtime/chance.ts';
import { json, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { staffSale } from '../../sale-answers.ts';
import { settle } from '../../settle-order.ts';
import { id, reason, slugParam } from '../../shapes.ts';
import { staffSaleView } from '../../views.ts';

export function removeTierRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'delete',
    path: '/api/staff/sales/{slug}/tiers/{id}',
    summary: 'Remove a tier',
    description:
      'It is sold no more; its orders go on. Refused while people wait for the sale, while somebody holds or was promised a unit of it, and for the last one.',
    security: [{ staff: [] }],
    request: {
      params: slugParam.extend({ id }),
      query: z.strictObject({ reason: reason.optional() }),
    },
    middleware: staffWho(deps, 'steer'),
    responses: {
      200: json(staffSale, 'The sale'),
      ...refusing(
        ...(['not_signed_in', 'not_allowed', 'not_found', 'tier_in_use', 'last_tier'] as const),
        'invalid_request',
      ),
    },
  });
  app.openapi(route, async (c) => {
    const { slug, id: tierId } = c.req.valid('param');
    const { reason = null } = c.req.valid('query');
    const sale = await saleBySlug(deps.db, slug);
    const tier = await tierToRemove(deps.db, slug, tierId);
    if (!sale) throw new Refused('not_found');
    if (sale.tiers.length === 1) throw new Refused('last_tier');
    if (tier.isAwaited || (await isWaitedFor(deps, sale)))
      throw new Refused('tier_in_use', { detail: 'people wait for this sale; its capacity may be lowered' });
    const { saleId, name } = tier;
    const actor = staffActor(c.get('staff').id);
    // A key of its own each time: what was refused once may be right later.
    const key = `remove_tier:${tierId}:${newId('ask', deps.chance)}`;
    const payload = { tierId, by: actor };
    const act: Act<SaleAct> = { actor, act: 'tier.remove', saleId, detail: { tierId, name }, reason };
    await settle(deps, { kind: 'remove_tier', key, saleId, orderId: null, payload }, act);
    await deps.sales.changed(slug);
    deps.hint(saleId, { type: 'sale' });
    return c.json(staffSaleView((await saleBySlug(deps.db, slug)) ?? sale), 200);
  });
}

/** Somebody stands in its line or lobby. Without Redis nobody knows, and `busy` is said. */
async function isWaitedFor({ waiting }: Deps, sale: KeptSale): Promise<boolean> {
  if (!waiting.canWait(sale)) return false;
  const count = await waiting.of(sale);
  if (count === null) throw new Refused('busy');
  return count > 0;
}
