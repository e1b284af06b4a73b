/** One ticket: the door in your hand. All facts stand above the stub; the code is the only thing to show. */
import type { ComponentChildren } from 'preact';
import type { TicketReceiver, TicketView } from '../../domain/ticket-view.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { startsThere } from '../language/starts-there.ts';
import { msOf, when } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';
import { ticketCode } from './ticket-code.ts';
import { ticketWords } from './ticket-words.ts';

/** What its page knows of a ticket beside the ticket itself. */
export interface TicketFacts {
  readonly title: string;
  readonly startsAt: string | null;
  readonly timeZone: string;
  readonly venue: string | null;
  readonly tier: string | undefined;
  readonly name: string;
  /** Left out for whoever did not pay. */
  readonly price?: string | undefined;
  readonly position: number;
  readonly of: number;
}

export interface TicketProps {
  readonly ticket: TicketView;
  readonly facts: TicketFacts;
  readonly children?: ComponentChildren;
}

export function Ticket({ ticket, facts, children }: TicketProps) {
  const words = spoken(ticketWords);
  const { position, of } = facts;
  const starts = startsThere(facts);
  const shown = [
    [words.tier, facts.tier],
    [words.name, facts.name],
    [words.price, facts.price],
    [words.code, ticket.state === 'valid' ? ticket.code : null],
  ].filter(([, fact]) => fact);
  const title = `ticket-${position}`;
  const canBeShown = isToShow(ticket);
  return (
    <article class={`ticket ${ticket.passedOn ? 'void' : ticket.state}`} aria-labelledby={title}>
      <header>
        <p class="small">{of > 1 ? fill(words.ticketOf, { n: position, of }) : words.one}</p>
        <h2 id={title}>{facts.title}</h2>
        {starts && <p>{starts}</p>}
        {facts.venue && <p>{facts.venue}</p>}
      </header>
      {canBeShown ? (
        <Code token={ticket.token} label={fill(words.qr, { n: position })} />
      ) : (
        <Over ticket={ticket} />
      )}
      <dl class="facts">
        {shown.map(([label, fact]) => (
          <div key={label} class={label === words.code ? 'wide' : undefined}>
            <dt>{label}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      {canBeShown && <p class="stub">{words.stub}</p>}
      {ticket.offer && <p class="stub">{fill(words.offered, { to: nameOf(ticket.offer.to) })}</p>}
      {children}
    </article>
  );
}

/** Its code opens the door, as far as this page knows. */
export const isToShow = (ticket: TicketView): ticket is TicketView & { readonly token: string } =>
  ticket.state === 'valid' && ticket.token !== null;

/** Used, void, or somebody else's. */
function Over({ ticket }: { readonly ticket: TicketView }) {
  const words = spoken(ticketWords);
  const { passedOn, usedAt, door } = ticket;
  const time = (iso: string) => when(msOf(iso) ?? 0, now.value, language.value);
  const [head, more] = passedOn
    ? [fill(words.passedOn, { to: nameOf(passedOn.to) }), fill(words.passedOnAt, { time: time(passedOn.at) })]
    : ticket.state === 'used'
      ? [words.used, usedAt && fill(words.usedAt, { time: time(usedAt), door })]
      : [words.void, null];
  return (
    <div class="gone">
      <p>
        <b>{head}</b>
      </p>
      {more && <p>{more}</p>}
    </div>
  );
}

export function Code({ token, label }: { readonly token: string; readonly label: string }) {
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

const nameOf = ({ name, email }: TicketReceiver): string => (name === '' ? email : `${name} (${email})`);
