/** GET /staff/doors: the sales at whose doors this member of staff may let in, the next first. */
import { createRoute, z } from '@hono/zod-openapi';
import { doorSales } from '../../../db/doors.ts';
import { json, pageOf, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { isoOrNull } from '../../views.ts';

const doorSale = z
  .object({
    slug: z.string(),
    title: z.string(),
    venue: z.string().nullable(),
    startsAt: z.string().nullable(),
    timeZone: z.string(),
  })
  .openapi('DoorSale');

export function listDoorsRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/staff/doors',
    summary: 'List the sales to let in for',
    security: [{ staff: [] }],
    middleware: staffWho(deps, 'checkIn'),
    responses: { 200: json(pageOf(doorSale), 'The sales'), ...refusing('not_signed_in', 'not_allowed') },
  });
  app.openapi(route, async (c) => {
    const { id, role } = c.get('staff');
    const items = (await doorSales(deps.db, role === 'door' ? id : null)).map(
      ({ starts_at, time_zone, ...sale }) => ({
        ...sale,
        startsAt: isoOrNull(starts_at),
        timeZone: time_zone,
      }),
    );
    return c.json({ items, nextCursor: null }, 200);
  });
}
