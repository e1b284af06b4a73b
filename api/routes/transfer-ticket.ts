/**
 * POST and DELETE /tickets/ID/transfer: offering a ticket to an address, and taking the offer back (TIC-4). The letter with
 * the link is staged with the offer; the ticket stays the giver's until somebody takes it.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { offerTicket, withdrawOffer } from '../../db/ticket-transfers.ts';
import { Refused } from '../../domain/refusals.ts';
import { newId } from '../../runtime/chance.ts';
import { blindIndex } from '../../runtime/seal.ts';
import { sealReceiver } from '../../tokens/sealed-receiver.ts';
import { json, jsonBody, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { email, lineText, orderParam } from '../shapes.ts';
import { heldTicket } from '../ticket-holder.ts';

const body = z.strictObject({
  email,
  name: lineText(0, 100).optional(),
  language: z.enum(['ko', 'en']).default('en').openapi({ description: 'of the letter' }),
});
const offer = z
  .object({ id: z.string(), ticketId: z.string(), to: z.object({ email: z.string(), name: z.string() }) })
  .openapi('TicketOffer');
const path = '/api/tickets/{id}/transfer';
const description =
  'With header `Usher-Order-Key` or the buyer’s account, or with `Usher-Transfer-Key` or the account of its receiver.';

const offering = createRoute({
  method: 'post',
  path,
  summary: 'Offer a ticket to somebody',
  description,
  request: { params: orderParam, body: jsonBody(body) },
  responses: {
    201: json(offer, 'A letter with a link is on its way'),
    ...refusing('not_found', 'ticket_not_transferable', 'too_many_requests', 'invalid_request'),
  },
});
const withdrawing = createRoute({
  method: 'delete',
  path,
  summary: 'Take an offer of a ticket back',
  description,
  request: { params: orderParam },
  responses: {
    204: { description: 'It is nobody’s any more; also where there was none' },
    ...refusing('not_found', 'ticket_not_transferable'),
  },
});

export function transferTicketRoutes(app: Api, deps: Deps): void {
  app.openapi(offering, async (c) => {
    const { id: ticketId } = c.req.valid('param');
    const { name = '', language, ...wish } = c.req.valid('json');
    const ticket = await heldTicket(deps, c, ticketId);
    if (ticket.state !== 'valid') throw new Refused('ticket_not_transferable');
    // Each is a letter to an address that somebody typed.
    await deps.codeAsks.take(`transfer|${ticket.order_id}`);
    const id = newId('trf', deps.chance);
    const to = { email: wish.email, name };
    const receiver = {
      receiverSealed: sealReceiver(deps.ring, id, to),
      receiverIndex: blindIndex(deps.ring, to.email),
    };
    const holderTransferId = ticket.holder_transfer_id;
    await deps.db
      .transaction()
      .execute((trx) => offerTicket(trx, { id, ticketId, holderTransferId, ...receiver, language }));
    return c.json({ id, ticketId, to }, 201);
  });
  app.openapi(withdrawing, async (c) => {
    const { id: ticketId } = c.req.valid('param');
    const { holder_transfer_id: holderTransferId } = await heldTicket(deps, c, ticketId);
    await deps.db.transaction().execute((trx) => withdrawOffer(trx, { ticketId, holderTransferId }));
    return c.body(null, 204);
  });
}
