/**
 * GET and PUT /staff/sales/SLUG/door-staff: who of the role `door` works at this sale (DOR-6). Named, nobody else of the
 * role lets in there; an empty list is everybody again.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { recordAct, staffActor } from '../../../db/audit.ts';
import { doorStaff, setDoorStaff } from '../../../db/doors.ts';
import { saleBySlug } from '../../../db/sales.ts';
import { Refused } from '../../../domain/refusals.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { id, slugParam } from '../../shapes.ts';

const duty = z.strictObject({ staffIds: z.array(id).max(200) }).openapi('DoorStaff');
const path = '/api/staff/sales/{slug}/door-staff';

export function doorStaffRoutes(app: Api, deps: Deps): void {
  const shared = { path, security: [{ staff: [] }], middleware: staffWho(deps, 'steer') };
  const show = createRoute({
    ...shared,
    method: 'get',
    summary: 'Show who works at the door',
    request: { params: slugParam },
    responses: { 200: json(duty, 'Empty: all'), ...refusing('not_signed_in', 'not_allowed', 'not_found') },
  });
  const set = createRoute({
    ...shared,
    method: 'put',
    summary: 'Say who works at the door',
    request: { params: slugParam, body: jsonBody(duty) },
    responses: {
      200: json(duty, 'As it is now'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(show, async (c) => {
    const sale = await saleBySlug(deps.db, c.req.valid('param').slug);
    if (!sale) throw new Refused('not_found');
    return c.json({ staffIds: await doorStaff(deps.db, sale.id) }, 200);
  });
  app.openapi(set, async (c) => {
    const { slug } = c.req.valid('param');
    const { staffIds } = c.req.valid('json');
    const actor = staffActor(c.get('staff').id);
    const now = await deps.db.transaction().execute(async (trx) => {
      const sale = await saleBySlug(trx, slug);
      if (!sale) throw new Refused('not_found');
      if (!(await setDoorStaff(trx, sale.id, staffIds)))
        throw new Refused('invalid_request', {
          errors: [{ path: 'staffIds', message: 'not all are staff' }],
        });
      await recordAct(trx, { actor, act: 'sale.doorStaff', saleId: sale.id, detail: { staffIds } });
      return await doorStaff(trx, sale.id);
    });
    return c.json({ staffIds: now }, 200);
  });
}
