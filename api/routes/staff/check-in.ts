/**
 * POST /staff/check-in: may the holder of this ticket come in? Of two doors that ask at the same moment one hears `in` and
 * the other `already`. The answer is a value, not a refusal: a scanner shows each in its own way. With a `scanId` of the
 * scanner's own, asking again after an answer was lost gives the same answer.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { Refused } from '../../../domain/refusals.ts';
import { newId } from '../../../runtime/chance.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import { checkInAnswer, checkInView } from '../../check-in-answer.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { mustWorkAtDoor, scanTicket } from '../../scan-ticket.ts';
import { id, lineText, slug } from '../../shapes.ts';

export const shownCode = z
  .string()
  .min(1)
  .max(2_000)
  .openapi({ description: 'the QR code, or the typed code' });
export const doorName = lineText(1, 60);
export const deviceName = lineText(1, 60).openapi({ description: 'the scanner, as it names itself' });

const body = z.strictObject({
  token: shownCode,
  door: doorName,
  sale: slug.optional().openapi({ description: 'the sale of this door: tickets of others are `unknown`' }),
  device: deviceName.optional(),
  scanId: id.optional(),
});

export function checkInRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/staff/check-in',
    summary: 'Let a ticket in',
    security: [{ staff: [] }],
    request: { body: jsonBody(body) },
    middleware: staffWho(deps, 'checkIn'),
    responses: {
      200: json(checkInAnswer, 'What the door shows'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const { token, door, device = '', scanId, sale } = c.req.valid('json');
    const staff = c.get('staff');
    const saleId = sale === undefined ? null : await doorOf(deps, staff, sale);
    const scan = { id: scanId ?? newId('scn', deps.chance), shown: token, door, device, at: null, saleId };
    return c.json(checkInView(await scanTicket(deps, staff, scan)), 200);
  });
}

/** The sale of this slug, where this member of staff may let in. */
export async function doorOf(
  deps: Deps,
  staff: Parameters<typeof mustWorkAtDoor>[1],
  slug: string,
): Promise<string> {
  const sale = await deps.sales.get(slug);
  if (!sale) throw new Refused('not_found');
  await mustWorkAtDoor(deps, staff, sale.id);
  return sale.id;
}
