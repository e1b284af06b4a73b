/** One ticket: the door in your hand. All facts stand above the stub; the code is the only thing to show. */
import type { OrderLineView, OrderView } from '../../domain/order-view.ts';
import type { TicketView } from '../../domain/ticket-view.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { price } from '../language/money.ts';
import { dateAndTime, msOf } from '../language/time.ts';
import { ticketCode } from './ticket-code.ts';
import { orderLabels } from './words.ts';

export interface TicketProps {
  readonly ticket: TicketView;
  readonly order: OrderView;
  readonly position: number;
  readonly of: number;
}

export function Ticket({ ticket, order, position, of }: TicketProps) {
  const words = spoken(orderLabels);
  const line: OrderLineView | undefined = order.lines.find(({ tierId }) => tierId === ticket.tierId);
  const startsMs = msOf(order.sale.startsAt);
  const facts = [
    [words.tier, line?.name],
    [words.name, order.contact.name],
    [words.price, line && price(line.price, language.value)],
  ].filter(([, fact]) => fact);
  const title = `ticket-${position}`;
  // A refund voids tickets at once, also on a page that still holds an older copy of them.
  const state = ticket.state === 'valid' && order.state !== 'issued' ? 'void' : ticket.state;
  return (
    <article class={`ticket ${state}`} aria-labelledby={title}>
      <header>
        <p class="small">{fill(words.ticketOf, { n: position, of })}</p>
        <h2 id={title}>{order.sale.title}</h2>
        {startsMs !== null && <p>{dateAndTime(startsMs, language.value)}</p>}
        {order.sale.venue && <p>{order.sale.venue}</p>}
      </header>
      {state === 'valid' && ticket.token !== null ? (
        <Code token={ticket.token} label={fill(words.qr, { n: position })} />
      ) : (
        <p class="gone">
          <b>{state === 'used' ? words.used : words.void}</b>
        </p>
      )}
      <dl class="facts">
        {facts.map(([label, fact]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      <p class="stub">{fill(state === 'valid' ? words.stub : words.stubOnly, { id: shortId(ticket.id) })}</p>
    </article>
  );
}

function Code({ token, label }: { readonly token: string; readonly label: string }) {
  const { size, path } = ticketCode(token);
  return (
    <div class="qr">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
        <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
        <path fill="#10262e" d={path} />
      </svg>
    </div>
  );
}

/** Ids are long; their end is what differs. */
const shortId = (id: string): string => id.slice(-8).toUpperCase();
