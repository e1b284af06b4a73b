/** The tickets of an order, with what may be done with them, and one at a time for the door. */
import { useMemo, useState } from 'preact/hooks';
import type { OrderView } from '../../domain/order-view.ts';
import type { TicketView } from '../../domain/ticket-view.ts';
import { orderKey } from '../browser-storage/kept-order.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { price } from '../language/money.ts';
import { bearer } from '../signing-in/signed-in.ts';
import { GiveAway } from './give-away.tsx';
import type { OpenOrder } from './open-order.ts';
import { isToShow, Ticket, type TicketFacts } from './ticket.tsx';
import { openTicketActs, type TicketActs } from './ticket-acts.ts';
import { ticketWords } from './ticket-words.ts';
import { Wallet } from './wallet.tsx';

/** As many as the server prints into one file. */
const papersMax = 20;

export interface TicketsProps {
  readonly open: OpenOrder;
  readonly order: OrderView;
  readonly tickets: readonly TicketView[];
}

export function Tickets({ open, order, tickets }: TicketsProps) {
  const words = spoken(ticketWords);
  const acts = useMemo(
    () =>
      openTicketActs(() => ({ 'usher-order-key': orderKey(order.id) ?? undefined, ...bearer() }), open.look),
    [order.id],
  );
  const [isShowing, setShowing] = useState(false);
  const told = tickets.map((ticket) => asOf(order, ticket));
  const toShow = told.filter(isToShow);
  const factsOf = (ticket: TicketView): TicketFacts => {
    const line = order.lines.find(({ tierId }) => tierId === ticket.tierId);
    return {
      ...{
        title: order.sale.title,
        startsAt: order.sale.startsAt,
        timeZone: order.sale.timeZone,
        venue: order.sale.venue,
        tier: line?.name,
      },
      ...{ name: order.contact.name, price: line && price(line.price, language.value) },
      ...{ position: told.indexOf(ticket) + 1, of: told.length },
    };
  };
  return (
    <>
      {acts.refusal.value && <RefusalNote refusal={acts.refusal.value} />}
      {toShow.length > 0 && (
        <div class="acts to-show">
          <button type="button" class="btn btn-go" onClick={() => setShowing(true)}>
            {words.show}
          </button>
          <PdfButtons order={order} acts={acts} count={toShow.length} />
        </div>
      )}
      <div class="tickets">
        {told.map((ticket) => (
          <Ticket key={ticket.id} ticket={ticket} facts={factsOf(ticket)}>
            {ticket.state === 'valid' && <Giving ticket={ticket} acts={acts} facts={factsOf(ticket)} />}
          </Ticket>
        ))}
      </div>
      {isShowing && <Wallet tickets={toShow} factsOf={factsOf} onClose={() => setShowing(false)} />}
    </>
  );
}

/** A refund voids tickets at once, also on a page that still holds an older copy of them. */
const asOf = (order: OrderView, ticket: TicketView): TicketView =>
  ticket.state === 'valid' && order.state !== 'issued' ? { ...ticket, state: 'void' } : ticket;

interface GivingProps {
  readonly ticket: TicketView;
  readonly acts: TicketActs;
  readonly facts: Pick<TicketFacts, 'position' | 'of'>;
}

/** Giving away, and taking it back while nobody has it. */
export function Giving({ ticket, acts, facts }: GivingProps) {
  const words = spoken(ticketWords);
  const [isGiving, setGiving] = useState(false);
  if (ticket.token === null) return null;
  return (
    <p class="stub giving">
      {ticket.offer ? (
        <button type="button" class="btn btn-text" onClick={() => void acts.takeBack(ticket.id)}>
          {words.takeBack}
        </button>
      ) : (
        <button type="button" class="btn btn-text" onClick={() => setGiving(true)}>
          {words.give}
        </button>
      )}
      {isGiving && (
        <GiveAway
          title={facts.of > 1 ? fill(words.giveTitle, { n: facts.position }) : words.giveOneTitle}
          acts={acts}
          ticketId={ticket.id}
          onEnd={() => setGiving(false)}
        />
      )}
    </p>
  );
}

interface PdfButtonsProps {
  readonly order: OrderView;
  readonly acts: TicketActs;
  readonly count: number;
}

function PdfButtons({ order, acts, count }: PdfButtonsProps) {
  const words = spoken(ticketWords);
  const parts = Array.from({ length: Math.ceil(count / papersMax) }, (_, part) => part * papersMax + 1);
  return (
    <>
      {parts.map((from) => (
        <button
          key={from}
          type="button"
          class="btn btn-text"
          disabled={acts.isSaving.value}
          onClick={() =>
            void acts.savePdf(
              `/orders/${encodeURIComponent(order.id)}/tickets.pdf?from=${from}`,
              'tickets.pdf',
            )
          }
        >
          {acts.isSaving.value
            ? words.saving
            : parts.length === 1
              ? words.pdf
              : fill(words.pdfPart, { from, to: Math.min(count, from + papersMax - 1) })}
        </button>
      ))}
    </>
  );
}
