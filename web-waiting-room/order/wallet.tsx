/**
 * Tickets for the door, one a screen: the code as large as it goes, dark on white in both themes, the next one by a swipe or
 * a button. The screen stays awake meanwhile; how bright it is only its owner decides.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TicketView } from '../../domain/ticket-view.ts';
import { useModal } from '../frame/use-modal.ts';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import { Code, type TicketFacts } from './ticket.tsx';
import { ticketWords } from './ticket-words.ts';

export interface WalletProps {
  readonly tickets: readonly (TicketView & { readonly token: string })[];
  readonly factsOf: (ticket: TicketView) => TicketFacts;
  readonly onClose: () => void;
}

export function Wallet({ tickets, factsOf, onClose }: WalletProps) {
  const words = spoken(ticketWords);
  const dialog = useModal();
  const strip = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState(0);
  useEffect(() => holdAwake(), []);

  const turnTo = (next: number) => {
    const page = strip.current?.children[next];
    page?.scrollIntoView({ inline: 'start', block: 'nearest' });
  };
  const onScroll = () => {
    const { scrollLeft = 0, clientWidth = 1 } = strip.current ?? {};
    setAt(Math.round(scrollLeft / clientWidth));
  };

  return (
    <dialog ref={dialog} class="wallet" aria-label={words.wallet} onCancel={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with keys, which turn it as a swipe does. */}
      <ul ref={strip} onScroll={onScroll} tabIndex={0} aria-label={words.wallet}>
        {tickets.map((ticket, index) => {
          const facts = factsOf(ticket);
          return (
            <li key={ticket.id} inert={index !== at}>
              <p class="small">
                {facts.of > 1 ? fill(words.ticketOf, { n: facts.position, of: facts.of }) : words.one}
              </p>
              <h2>{facts.title}</h2>
              <Code token={ticket.token} label={fill(words.qr, { n: facts.position })} />
              <p>
                <b>{facts.tier}</b>
              </p>
              <p>{facts.name}</p>
              <p class="code">{ticket.code}</p>
            </li>
          );
        })}
      </ul>
      <div class="row">
        {tickets.length > 1 && (
          <>
            <button type="button" class="btn" disabled={at === 0} onClick={() => turnTo(at - 1)}>
              <span aria-hidden="true">←</span> <span class="sr">{words.previous}</span>
            </button>
            <span aria-live="polite" class="small">
              {at + 1} / {tickets.length}
            </span>
            <button
              type="button"
              class="btn"
              disabled={at === tickets.length - 1}
              onClick={() => turnTo(at + 1)}
            >
              <span aria-hidden="true">→</span> <span class="sr">{words.next}</span>
            </button>
          </>
        )}
        <button type="button" class="btn" onClick={onClose}>
          {words.close}
        </button>
      </div>
    </dialog>
  );
}

/** Browsers that cannot keep the screen awake let it sleep as it always did. */
function holdAwake(): () => void {
  const held = navigator.wakeLock?.request('screen').catch(() => null);
  return () => void held?.then((lock) => lock?.release());
}
