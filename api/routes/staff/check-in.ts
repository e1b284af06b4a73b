/**
 * POST /staff/check-in: may the holder of this ticket come in? Of two doors that ask at the same moment one hears `in` and
 * the other `already`. The answer is a value, not a refusal: a scanner shows each in its own way.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { recordAct, staffActor } from '../../../db/audit.ts';
import { type CheckIn, checkIn } from '../../../db/tickets.ts';
import { readTicketToken, ticketJwks } from '../../../tokens/ticket-token.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { lineText } from '../../shapes.ts';

const body = z.strictObject({ token: z.string().min(1).max(2_000), door: lineText(1, 60) });
const answer = z
  .object({
    result: z.enum(['in', 'already', 'void', 'unknown']),
    at: z.string().optional(),
    door: z.string().optional(),
    ticketId: z.string().optional(),
    tierId: z.string().optional(),
  })
  .openapi('CheckIn');

export function checkInRoute(app: Api, deps: Deps): void {
  const jwks = ticketJwks(deps.ring);
  const route = createRoute({
    method: 'post',
    path: '/api/staff/check-in',
    summary: 'Let a ticket in',
    security: [{ staff: [] }],
    request: { body: jsonBody(body) },
    middleware: staffWho(deps, 'checkIn'),
    responses: {
      200: json(answer, 'What the door shows'),
      ...refusing('not_signed_in', 'not_allowed', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const { token, door } = c.req.valid('json');
    const claims = await readTicketToken(jwks, token);
    const found = await deps.db.transaction().execute(async (trx): Promise<CheckIn> => {
      const said = claims
        ? await checkIn(trx, { ticketId: claims.ticketId, door })
        : ({ result: 'unknown' } as const);
      await recordAct(trx, {
        actor: staffActor(c.get('staff').id),
        act: 'ticket.checkIn',
        saleId: said.result === 'unknown' ? null : (claims?.saleId ?? null),
        detail: { ticketId: claims?.ticketId ?? null, door, result: said.result },
      });
      return said;
    });
    const when = 'at' in found ? { at: found.at.toISOString(), door: found.door ?? '' } : {};
    const what = claims && { ticketId: claims.ticketId, tierId: claims.tierId };
    return c.json({ result: found.result, ...when, ...what }, 200);
  });
}
