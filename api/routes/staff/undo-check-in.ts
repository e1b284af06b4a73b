/** POST /staff/check-in/undo: somebody was let in by mistake (DOR-4). Wants a reason, which the journal keeps. */
import { createRoute, z } from '@hono/zod-openapi';
import { recordAct, staffActor } from '../../../db/audit.ts';
import { undoCheckIn } from '../../../db/check-ins.ts';
import { ticketById } from '../../../db/tickets.ts';
import { Refused } from '../../../domain/refusals.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { mustWorkAtDoor } from '../../scan-ticket.ts';
import { id, reason } from '../../shapes.ts';

const body = z.strictObject({ ticketId: id, reason });
const answer = z.object({
  ticketId: z.string(),
  undone: z
    .boolean()
    .openapi({ description: 'false: nobody was let in with it, or that was undone already' }),
});

export function undoCheckInRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/staff/check-in/undo',
    summary: 'Take a check-in back',
    security: [{ staff: [] }],
    request: { body: jsonBody(body) },
    middleware: staffWho(deps, 'checkIn'),
    responses: {
      200: json(answer, 'The ticket opens the door again'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const { ticketId, reason } = c.req.valid('json');
    const staff = c.get('staff');
    const ticket = await ticketById(deps.db, ticketId);
    if (!ticket) throw new Refused('not_found');
    await mustWorkAtDoor(deps, staff, ticket.sale_id);
    const undone = await deps.db.transaction().execute(async (trx) => {
      if (!(await undoCheckIn(trx, ticketId))) return false;
      const detail = { ticketId, door: ticket.door };
      const [actor, saleId] = [staffActor(staff.id), ticket.sale_id];
      await recordAct(trx, { actor, act: 'ticket.undoCheckIn', saleId, detail, reason });
      return true;
    });
    return c.json({ ticketId, undone }, 200);
  });
}
