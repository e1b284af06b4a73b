/** A ticket that somebody was given: the offer with one thing to do, then the ticket itself, as on the page of an order. */
import { useMemo, useState } from 'preact/hooks';
import type { TicketView, TransferView } from '../../domain/ticket-view.ts';
import { saleAddress } from '../frame/page-address.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { ShopBar } from '../frame/shop-bar.tsx';
import { ShopFoot } from '../frame/shop-foot.tsx';
import { ToSales } from '../frame/to-sales.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { startsThere } from '../language/starts-there.ts';
import { when } from '../language/time.ts';
import { isToShow, Ticket, type TicketFacts } from '../order/ticket.tsx';
import { openTicketActs } from '../order/ticket-acts.ts';
import { ticketWords } from '../order/ticket-words.ts';
import { Giving } from '../order/tickets.tsx';
import { Wallet } from '../order/wallet.tsx';
import { now } from '../server-clock/server-clock.ts';
import type { OpenTransfer } from './open-transfer.ts';
import { transferWords } from './words.ts';

export function TransferPage({ open }: { readonly open: OpenTransfer }) {
  const words = spoken(transferWords);
  const known = open.known.value;
  document.title = known ? `${words.title} · ${known.transfer.sale.title}` : words.title;
  return (
    <>
      <ShopBar />
      <main class="page order" id="main">
        {!known && <h1 class="h1">{words.title}</h1>}
        <Trouble open={open} />
        {known ? (
          <Known open={open} transfer={known.transfer} />
        ) : (
          !open.refusal.value && <p>{words.loading}</p>
        )}
      </main>
      <ShopFoot />
    </>
  );
}

function Known({ open, transfer }: { readonly open: OpenTransfer; readonly transfer: TransferView }) {
  const words = spoken(transferWords);
  const { state, sale, tierName: tier, ticket } = transfer;
  const facts = { from: transfer.from.name || words.somebody, sale: sale.title, tier };
  return (
    <>
      <section class="stack" role="status" aria-live="polite">
        <h1 class="h1">{fill(words[state], facts)}</h1>
        <p>{fill(words[`${state}Text`], facts)}</p>
        {state === 'offered' && (
          <p class="quiet">{[startsThere(sale), sale.venue].filter(Boolean).join(' · ')}</p>
        )}
      </section>
      {state === 'offered' && (
        <p>
          <button
            type="button"
            class="btn btn-go"
            disabled={open.isBusy.value}
            onClick={() => void open.take()}
          >
            {words.take}
          </button>
        </p>
      )}
      {ticket && <Taken open={open} transfer={transfer} ticket={ticket} />}
      <p>
        <a class="btn btn-text" href={saleAddress(sale.slug)}>
          {words.sale}
        </a>
      </p>
    </>
  );
}

interface TakenProps {
  readonly open: OpenTransfer;
  readonly transfer: TransferView;
  readonly ticket: TicketView;
}

function Taken({ open, transfer, ticket }: TakenProps) {
  const words = spoken(ticketWords);
  const acts = useMemo(() => openTicketActs(open.keys, open.look), [open.id]);
  const [isShowing, setShowing] = useState(false);
  const { sale, tierName: tier, to } = transfer;
  const facts: TicketFacts = {
    ...{ title: sale.title, startsAt: sale.startsAt, timeZone: sale.timeZone, venue: sale.venue },
    ...{ tier, name: to.name || to.email },
    ...{ position: 1, of: 1 },
  };
  const path = `/tickets/${encodeURIComponent(ticket.id)}/ticket.pdf`;
  return (
    <>
      {acts.refusal.value && <RefusalNote refusal={acts.refusal.value} />}
      {isToShow(ticket) && (
        <div class="acts to-show">
          <button type="button" class="btn btn-go" onClick={() => setShowing(true)}>
            {words.show}
          </button>
          <button
            type="button"
            class="btn btn-text"
            disabled={acts.isSaving.value}
            onClick={() => void acts.savePdf(path, 'ticket.pdf')}
          >
            {acts.isSaving.value ? words.saving : words.pdf}
          </button>
        </div>
      )}
      <div class="tickets">
        <Ticket ticket={ticket} facts={facts}>
          {ticket.state === 'valid' && <Giving ticket={ticket} acts={acts} facts={facts} />}
        </Ticket>
      </div>
      {isShowing && isToShow(ticket) && (
        <Wallet tickets={[ticket]} factsOf={() => facts} onClose={() => setShowing(false)} />
      )}
    </>
  );
}

/** Without a connection the copy is shown and said to be one; without a key there is nothing to show. */
function Trouble({ open }: { readonly open: OpenTransfer }) {
  const words = spoken(transferWords);
  const refusal = open.refusal.value;
  const known = open.known.value;
  if (!refusal) return null;
  if (known && (refusal.code === 'offline' || refusal.code === 'busy'))
    return (
      <p class="note" role="status">
        {fill(words.offline, { time: when(known.seenAtMs, now.value, language.value) })}
      </p>
    );
  if (known === null && refusal.code === 'not_found')
    return (
      <>
        <RefusalNote refusal={refusal} />
        {!open.hasKey() && <p>{words.missing}</p>}
        <p>
          <ToSales />
        </p>
      </>
    );
  // Before it is known nothing but a look was refused, and looks come again; what was pressed does not.
  return <RefusalNote refusal={refusal} isTriedAgain={known === null} onRetry={() => void open.look()} />;
}
