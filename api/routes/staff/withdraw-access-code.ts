/** POST /staff/sales/SLUG/codes/ID/withdraw: the code opens nothing any more; who has used it keeps the place. */
import { createRoute, z } from '@hono/zod-openapi';
import { withdrawCode } from '../../../db/access-codes.ts';
import { recordAct, staffActor } from '../../../db/audit.ts';
import { saleBySlug } from '../../../db/sales.ts';
import { Refused } from '../../../domain/refusals.ts';
import { json, jsonBodyIfAny, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { emptyBodyIsNone } from '../../empty-body.ts';
import { staffWho } from '../../identity.ts';
import { id, reasonBody, slug } from '../../shapes.ts';
import { accessCode, accessCodeView } from './access-code-view.ts';

export function withdrawAccessCodeRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/staff/sales/{slug}/codes/{id}/withdraw',
    summary: 'Withdraw an access code',
    security: [{ staff: [] }],
    request: { params: z.strictObject({ slug, id }), body: jsonBodyIfAny(reasonBody) },
    middleware: [staffWho(deps, 'steer'), emptyBodyIsNone],
    responses: {
      200: json(accessCode, 'The code'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const asked = c.req.valid('param');
    const { reason = null } = c.req.valid('json');
    const actor = staffActor(c.get('staff').id);
    const code = await deps.db.transaction().execute(async (trx) => {
      const sale = await saleBySlug(trx, asked.slug);
      const withdrawn = sale && (await withdrawCode(trx, sale.id, asked.id));
      if (!sale || !withdrawn) throw new Refused('not_found');
      const detail = { codeId: asked.id, label: withdrawn.label, uses: withdrawn.uses };
      await recordAct(trx, { actor, act: 'code.withdraw', saleId: sale.id, detail, reason });
      return withdrawn;
    });
    return c.json(accessCodeView(code), 200);
  });
}
