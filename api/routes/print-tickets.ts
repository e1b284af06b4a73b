/**
 * GET /orders/ID/tickets.pdf and GET /tickets/ID/ticket.pdf: the valid tickets of who asks, to print or keep (TIC-10). The
 * key comes in a header as everywhere: an address with a key in it would stay in histories and logs.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { orderById } from '../../db/orders.ts';
import { transferById } from '../../db/ticket-transfers.ts';
import { type TicketRow, ticketsOf } from '../../db/tickets.ts';
import { priceText } from '../../domain/price-text.ts';
import { Refused } from '../../domain/refusals.ts';
import { openContact } from '../../tokens/sealed-contact.ts';
import { openReceiver } from '../../tokens/sealed-receiver.ts';
import { ticketCodeOf } from '../../tokens/ticket-code.ts';
import { signTicket } from '../../tokens/ticket-token.ts';
import { refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { orderParam } from '../shapes.ts';
import { heldTicket, mustBeBuyer } from '../ticket-holder.ts';
import type { PaperLanguage, TicketPaper } from '../ticket-pdf/paper.ts';
import { PAPERS_MAX } from '../ticket-pdf/printer.ts';

const language = z.enum(['ko', 'en']).default('en');
const pdf = {
  200: {
    description: 'The tickets, a page each',
    content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } },
  },
};

const printingOrder = createRoute({
  method: 'get',
  path: '/api/orders/{id}/tickets.pdf',
  summary: 'Print an order’s tickets',
  description: `The valid ones that the buyer still has, ${PAPERS_MAX} a file. With \`Usher-Order-Key\` or the buyer’s account.`,
  request: {
    params: orderParam,
    query: z.strictObject({
      language,
      from: z.coerce
        .number()
        .int()
        .min(1)
        .max(10_000)
        .default(1)
        .openapi({ description: 'the first ticket of the file' }),
    }),
  },
  responses: { ...pdf, ...refusing('not_found', 'invalid_request') },
});
const printingTicket = createRoute({
  method: 'get',
  path: '/api/tickets/{id}/ticket.pdf',
  summary: 'Print a ticket',
  description:
    'With `Usher-Order-Key` or the buyer’s account, or with `Usher-Transfer-Key` or the account of its receiver.',
  request: { params: orderParam, query: z.strictObject({ language }) },
  responses: { ...pdf, ...refusing('not_found', 'ticket_not_transferable', 'invalid_request') },
});

export function printTicketsRoutes(app: Api, deps: Deps): void {
  app.openapi(printingOrder, async (c) => {
    const { id } = c.req.valid('param');
    const { language, from } = c.req.valid('query');
    await mustBeBuyer(deps, c, id);
    const all = await ticketsOf(deps.db, id);
    const own = all.filter(({ state, serial }) => state === 'valid' && serial === 1);
    const some = own.slice(from - 1, from - 1 + PAPERS_MAX);
    return await print(some, all, language, `tickets-${id.slice(-8)}`);
  });
  app.openapi(printingTicket, async (c) => {
    const { language } = c.req.valid('query');
    const ticket = await heldTicket(deps, c, c.req.valid('param').id);
    const some = ticket.state === 'valid' ? [ticket] : [];
    const all = ticket.holder_transfer_id === null ? await ticketsOf(deps.db, ticket.order_id) : [];
    return await print(some, all, language, `ticket-${ticket.id.slice(-8)}`);
  });

  /** `all` is of the order they are counted in; empty for whoever got a ticket and does not know the order. */
  async function print(
    tickets: readonly TicketRow[],
    all: readonly TicketRow[],
    language: PaperLanguage,
    name: string,
  ) {
    const papers = await papersOf(deps, tickets, all, language);
    if (papers.length === 0) throw new Refused('not_found');
    const body = await deps.printer.print({ language, papers });
    const headers = {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${name}.pdf"`,
      'cache-control': 'no-store',
    };
    // The route's type knows texts alone.
    return new Response(body, { headers }) as never;
  }
}

async function papersOf(
  { db, ring, sales }: Deps,
  tickets: readonly TicketRow[],
  all: readonly TicketRow[],
  language: PaperLanguage,
): Promise<TicketPaper[]> {
  const [first] = tickets;
  const order = first && (await orderById(db, first.order_id));
  const sale = order && (await sales.get(order.slug));
  if (!first || !order || !sale) return [];
  const { holder_transfer_id: transferId } = first;
  const transfer = transferId === null ? null : await transferById(db, transferId);
  const holder = transfer
    ? openReceiver(ring, transfer.id, transfer.receiverSealed)
    : openContact(ring, order.id, order.contact_sealed);
  const shared = {
    sale: sale.title,
    when: sale.starts_at && whenText(sale.starts_at, sale.time_zone, language),
    where: sale.venue,
    name: holder.name || holder.email,
  };
  return await Promise.all(
    tickets.map(async ({ id, sale_id, tier_id, serial }) => {
      const line = order.lines.find((one) => one.tier_id === tier_id);
      const amount = { amount: line?.unit_amount ?? 0, currency: order.currency };
      const n = all.findIndex((one) => one.id === id) + 1;
      const ticket = { ticketId: id, saleId: sale_id, tierId: tier_id, serial };
      return {
        ...shared,
        tier: line?.name ?? '',
        price: transfer ? null : priceText(amount, language),
        position: n > 0 ? { n, of: all.length } : null,
        token: await signTicket(ring, ticket),
        code: ticketCodeOf(ring, ticket),
      };
    }),
  );
}

const locales = { ko: 'ko-KR', en: 'en-GB' } as const;

/** Paper does not know its reader's clock: the time is the one on the wall of the venue. */
const whenText = (at: Date, timeZone: string, language: PaperLanguage): string =>
  new Intl.DateTimeFormat(locales[language], {
    ...{ timeZone, weekday: 'short', year: 'numeric', month: 'long', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).format(at);
