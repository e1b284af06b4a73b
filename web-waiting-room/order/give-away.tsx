/**
 * Giving a ticket to somebody: to whom, and what it means. Asked in a dialog, with the answer that changes nothing first.
 */
import { useId, useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { useModal } from '../frame/use-modal.ts';
import { spoken } from '../language/language.ts';
import type { TicketActs } from './ticket-acts.ts';
import { ticketWords } from './ticket-words.ts';

export interface GiveAwayProps {
  readonly title: string;
  readonly acts: TicketActs;
  readonly ticketId: string;
  readonly onEnd: () => void;
}

export function GiveAway({ title, acts, ticketId, onEnd }: GiveAwayProps) {
  const words = spoken(ticketWords);
  const dialog = useModal();
  const id = useId();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [isSending, setSending] = useState(false);

  async function send(): Promise<void> {
    setSending(true);
    const isDone = await acts.give(ticketId, email, name);
    setSending(false);
    if (isDone) onEnd();
  }

  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={onEnd}>
      <h2 id={id}>{title}</h2>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p>{words.giveText}</p>
        {acts.refusal.value && <RefusalNote refusal={acts.refusal.value} />}
        <div class="field">
          <label for={`${id}-email`}>{words.email}</label>
          <input
            id={`${id}-email`}
            type="email"
            autoComplete="off"
            required
            maxLength={254}
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for={`${id}-name`}>{words.theirName}</label>
          <input
            id={`${id}-name`}
            autoComplete="off"
            maxLength={100}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </div>
        <div class="row">
          <button type="button" class="btn" onClick={onEnd}>
            {words.cancel}
          </button>
          <button type="submit" class="btn" disabled={isSending}>
            {words.send}
          </button>
        </div>
      </form>
    </dialog>
  );
}
