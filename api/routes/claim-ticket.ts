/**
 * GET /transfers/ID and POST /transfers/ID/claim: what the link in an offer's letter opens (TIC-4). Looking changes nothing:
 * programs that open every link in a mail take no ticket. Claiming may be repeated; the key opens the ticket from then on.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { claimTicket, transferById, transfersOf } from '../../db/ticket-transfers.ts';
import { ticketById } from '../../db/tickets.ts';
import { Refused } from '../../domain/refusals.ts';
import type { TransferView } from '../../domain/ticket-view.ts';
import { json, refusing, ticket } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { orderParam } from '../shapes.ts';
import { ownTransfer } from '../ticket-holder.ts';
import { transferView } from '../ticket-views.ts';

const transfer = z
  .object({
    id: z.string(),
    state: z.enum(['offered', 'claimed', 'withdrawn', 'ended']),
    from: z.object({ name: z.string() }),
    to: z.object({ email: z.string(), name: z.string() }),
    offeredAt: z.string(),
    sale: z.object({
      slug: z.string(),
      title: z.string(),
      venue: z.string().nullable(),
      startsAt: z.string().nullable(),
      timeZone: z.string(),
    }),
    tierName: z.string(),
    ticket: ticket.nullable(),
  })
  .openapi('TicketTransfer');
const description =
  'With header `Usher-Transfer-Key`, the key behind the link of the letter, or signed in with the address it went to.';

const showing = createRoute({
  method: 'get',
  path: '/api/transfers/{id}',
  summary: 'Show a ticket that was passed on',
  description,
  request: { params: orderParam },
  responses: { 200: json(transfer, 'The offer, or the ticket'), ...refusing('not_found') },
});
const claiming = createRoute({
  method: 'post',
  path: '/api/transfers/{id}/claim',
  summary: 'Take a ticket that was offered',
  description: `${description} The giver’s code is void at once.`,
  request: { params: orderParam },
  responses: { 200: json(transfer, 'The ticket'), ...refusing('not_found', 'transfer_ended') },
});

export function claimTicketRoutes(app: Api, deps: Deps): void {
  app.openapi(showing, async (c) => {
    const { id } = c.req.valid('param');
    await ownTransfer(deps, c, id);
    return c.json(await viewOf(deps, id), 200);
  });
  app.openapi(claiming, async (c) => {
    const { id } = c.req.valid('param');
    await ownTransfer(deps, c, id);
    await deps.db.transaction().execute((trx) => claimTicket(trx, id));
    return c.json(await viewOf(deps, id), 200);
  });
}

async function viewOf({ db, ring }: Deps, id: string): Promise<TransferView> {
  const transfer = await transferById(db, id);
  const row = transfer && (await ticketById(db, transfer.ticketId));
  if (!transfer || !row) throw new Refused('not_found');
  return await transferView(ring, transfer, row, await transfersOf(db, [row.id]));
}
