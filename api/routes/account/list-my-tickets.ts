/** GET /me/tickets: what the account may show at a door or take, whoever bought it, the newest first (TIC-13). */
import { createRoute, z } from '@hono/zod-openapi';
import { type OwnTicketRow, ownTickets } from '../../../db/own-tickets.ts';
import { transfersOf } from '../../../db/ticket-transfers.ts';
import type { OwnTicketView } from '../../../domain/ticket-view.ts';
import { json, ownTicket, pageOf as pageShape, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { accountWho } from '../../identity.ts';
import { pageOf, readCursor } from '../../page-cursor.ts';
import { cursor } from '../../shapes.ts';
import { emailIndexOf } from '../../ticket-holder.ts';
import { ownTicketView } from '../../ticket-views.ts';

const TICKETS_A_PAGE = 50;
const place = z.tuple([z.string().max(64), z.string().max(64)]);

export function listMyTicketsRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/me/tickets',
    summary: 'My tickets',
    description:
      'Those of the account’s orders that it has not given away, those it was given, and those on offer to its address.',
    security: [{ account: [] }],
    request: { query: z.strictObject({ cursor }) },
    middleware: accountWho(deps),
    responses: {
      200: json(pageShape(ownTicket), 'A page of tickets'),
      ...refusing('not_signed_in', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const account = c.get('account');
    const ask = { accountId: account.id, emailIndex: emailIndexOf(deps.ring, account) };
    const after = readCursor(c.req.valid('query').cursor, place);
    const rows = await ownTickets(deps.db, { ...ask, after, tickets: TICKETS_A_PAGE + 1 });
    const { items, nextCursor } = pageOf(rows, TICKETS_A_PAGE, (row) => row, placeOf);
    return c.json({ items: await ownTicketViews(deps, items), nextCursor }, 200);
  });
}

export async function ownTicketViews(
  { db, ring }: Pick<Deps, 'db' | 'ring'>,
  rows: readonly OwnTicketRow[],
): Promise<OwnTicketView[]> {
  const transfers = await transfersOf(
    db,
    rows.map(({ id }) => id),
  );
  return await Promise.all(rows.map((row) => ownTicketView(ring, row, transfers)));
}

const placeOf = ({ id, transfer_id }: OwnTicketRow) => [id, transfer_id ?? ''];
