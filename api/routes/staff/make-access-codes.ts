/**
 * POST /staff/sales/SLUG/codes: new access codes (ACC-3). Only this answer ever shows them: what is kept is a keyed hash.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { makeCodes } from '../../../db/access-codes.ts';
import { recordAct, staffActor } from '../../../db/audit.ts';
import { saleBySlug } from '../../../db/sales.ts';
import { codeLanes } from '../../../domain/lane.ts';
import { Refused } from '../../../domain/refusals.ts';
import { newId } from '../../../runtime/chance.ts';
import { accessCodeHashes, newAccessCode } from '../../../tokens/access-code.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { lineText, moment, slugParam } from '../../shapes.ts';

/** As many as fit an answer that is shown and printed once. */
const CODES_MAX = 1_000;
const USES_MAX = 1_000_000;

const body = z
  .strictObject({
    count: z.int().min(1).max(CODES_MAX).default(1),
    label: lineText(0, 100).default(''),
    lane: z.enum(codeLanes).default('ordinary'),
    usesMax: z.int().min(1).max(USES_MAX).default(1),
    endsAt: moment.nullable().default(null),
  })
  .openapi('NewAccessCodes');
const made = z.object({ items: z.array(z.object({ id: z.string(), code: z.string() })).readonly() });

export function makeAccessCodesRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/staff/sales/{slug}/codes',
    summary: 'Make access codes',
    description:
      'They are shown once. `lane`: the ordinary line, its priority lane, or straight in (`staff`).',
    security: [{ staff: [] }],
    request: { params: slugParam, body: jsonBody(body) },
    middleware: staffWho(deps, 'steer'),
    responses: {
      201: json(made, 'The codes'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const { count, label, lane, usesMax, endsAt } = c.req.valid('json');
    const { slug } = c.req.valid('param');
    const actor = staffActor(c.get('staff').id);
    const items = await deps.db.transaction().execute(async (trx) => {
      const sale = await saleBySlug(trx, slug);
      if (!sale) throw new Refused('not_found');
      const codes = Array.from({ length: count }, () => {
        const code = newAccessCode(deps.chance);
        const [hash = ''] = accessCodeHashes(deps.ring, sale.id, code);
        return { id: newId('cod', deps.chance), code, hash };
      });
      await makeCodes(trx, { saleId: sale.id, label, lane, usesMax, endsAt, codes });
      const detail = { count, label, lane, usesMax, endsAt, ids: codes.map(({ id }) => id) };
      await recordAct(trx, { actor, act: 'codes.make', saleId: sale.id, detail });
      return codes.map(({ id, code }) => ({ id, code }));
    });
    return c.json({ items }, 201);
  });
}
