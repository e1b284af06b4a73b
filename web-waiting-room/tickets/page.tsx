/** All tickets of an account: what may be taken first, then what to show, the next event first, then what is over. */
import { useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { ShopBar } from '../frame/shop-bar.tsx';
import { ShopFoot } from '../frame/shop-foot.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { when } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';
import { signedIn } from '../signing-in/signed-in.ts';
import type { KnownTickets, OpenTickets } from './open-tickets.ts';
import { groupTickets, type TicketGroup } from './ticket-groups.ts';
import { TicketRow } from './ticket-row.tsx';
import { TicketsToShow } from './tickets-to-show.tsx';
import { ticketsWords } from './words.ts';

export function TicketsPage({ open }: { readonly open: OpenTickets }) {
  const words = spoken(ticketsWords);
  const known = open.known.value;
  document.title = `${words.title} · Usher`;
  return (
    <>
      <ShopBar here="tickets" />
      <main class="page order" id="main">
        <h1 class="h1">{words.title}</h1>
        {known ? <Known open={open} known={known} /> : <NotKnown open={open} />}
      </main>
      <ShopFoot />
    </>
  );
}

function NotKnown({ open }: { readonly open: OpenTickets }) {
  const words = spoken(ticketsWords);
  const who = signedIn.value;
  if (open.refusal.value)
    return <RefusalNote refusal={open.refusal.value} onRetry={() => void open.look()} />;
  if (who?.staff)
    return (
      <p>
        {words.staff} <a href="/ops">{words.toOps}</a>
      </p>
    );
  if (who !== null) return <p class="quiet">{words.moment}</p>;
  return (
    <section class="stack">
      <p>{words.signedOut}</p>
      <p>
        <a class="btn btn-go" href="/account?next=/tickets">
          {words.signIn}
        </a>
      </p>
      <p class="quiet">{words.without}</p>
    </section>
  );
}

function Known({ open, known }: { readonly open: OpenTickets; readonly known: KnownTickets }) {
  const words = spoken(ticketsWords);
  const [shownHref, setShownHref] = useState<string | null>(null);
  const { offered, toShow, over } = groupTickets(known.items, now.value);
  // As it is now: what was used or refunded meanwhile is shown no longer.
  const shown = toShow.find(({ href }) => href === shownHref);
  const show = ({ href }: TicketGroup) => setShownHref(href);
  return (
    <div class="parts">
      <Trouble open={open} known={known} />
      {known.items.length === 0 && (
        <p class="quiet">{fill(words.none, { email: signedIn.value?.account?.email })}</p>
      )}
      <Part id="offered" title={words.offered} groups={offered} onShow={show} />
      <Part id="to-show" title={words.toShow} groups={toShow} onShow={show} />
      <Part id="over" title={words.over} groups={over} onShow={show} />
      {known.nextCursor !== null && (
        <p>
          <button type="button" class="btn" onClick={() => void open.more()}>
            {words.more}
          </button>
        </p>
      )}
      {shown && <TicketsToShow group={shown} onClose={() => setShownHref(null)} />}
    </div>
  );
}

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly groups: readonly TicketGroup[];
  readonly onShow: (group: TicketGroup) => void;
}

function Part({ id, title, groups, onShow }: PartProps) {
  if (groups.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 class="h2" id={id}>
        {title}
      </h2>
      <ul class="rows">
        {groups.map((group) => (
          <TicketRow key={group.href} group={group} onShow={() => onShow(group)} />
        ))}
      </ul>
    </section>
  );
}

/** Without a connection the copy is shown and said to be one. */
function Trouble({ open, known }: { readonly open: OpenTickets; readonly known: KnownTickets }) {
  const words = spoken(ticketsWords);
  const refusal = open.refusal.value;
  const isAway = signedIn.value === undefined && open.isLate.value;
  if (isAway || refusal?.code === 'offline' || refusal?.code === 'busy')
    return (
      <p class="note" role="status">
        {fill(words.offline, { time: when(known.seenAtMs, now.value, language.value) })}
      </p>
    );
  return refusal && <RefusalNote refusal={refusal} onRetry={() => void open.look()} />;
}
