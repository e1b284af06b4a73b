/** POST /staff/sales: a new sale, from slug, title and tiers; everything else has a default (API-2). */
import { createRoute } from '@hono/zod-openapi';
import { staffActor } from '../../../db/audit.ts';
import { createSale } from '../../../db/sales.ts';
import { Refused } from '../../../domain/refusals.ts';
import { saleMistakes, settingsOf } from '../../../domain/sale-defaults.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { staffSale } from '../../sale-answers.ts';
import { newSaleShape } from '../../sale-shape.ts';
import { staffSaleView } from '../../views.ts';

export function makeSaleRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/staff/sales',
    summary: 'Make a sale',
    description: 'Without `opensAt` it is a draft; with one it is published, and opens then.',
    security: [{ staff: [] }],
    request: { body: jsonBody(newSaleShape) },
    middleware: staffWho(deps, 'steer'),
    responses: {
      201: json(staffSale, 'The sale'),
      ...refusing('not_signed_in', 'not_allowed', 'slug_taken', 'invalid_request', 'too_large'),
    },
  });
  app.openapi(route, async (c) => {
    const wish = c.req.valid('json');
    const errors = saleMistakes(wish);
    if (errors.length > 0) throw new Refused('invalid_request', { errors });
    const by = { actor: staffActor(c.get('staff').id), chance: deps.chance };
    const made = await deps.db.transaction().execute((trx) => createSale(trx, settingsOf(wish), by));
    await deps.sales.changed(made.slug);
    deps.hint(made.id, { type: 'sale' });
    return c.json(staffSaleView(made), 201);
  });
}
