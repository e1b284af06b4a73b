/** What somebody must look at: disputes, stray money, letters that did not arrive. Who may says that it was looked at. */
import { useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { dateAndTime, msOf } from '../language/time.ts';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { flagWords } from '../staff/flag-words.ts';
import type { OrderFlag } from './orders-asked.ts';
import { PagedPanel } from './paged-panel.tsx';
import { ordersWords } from './words.ts';

export function FlagsPanel({ mayClear }: { readonly mayClear: boolean }) {
  const words = spoken(ordersWords);
  return (
    <PagedPanel<OrderFlag>
      id="flags"
      title={words.flags}
      says={words.flagsSay}
      none={words.flagsNone}
      path="/staff/flags"
      row={(flag, onDone) => (
        <>
          <p>
            <span class="chip warn">{spoken(flagWords)[flag.kind]}</span>
          </p>
          <p class="quiet">
            {dateAndTime(msOf(flag.raisedAt) ?? 0, language.value)}
            {flag.orderId !== null && (
              <>
                {' · '}
                <a href={`?order=${encodeURIComponent(flag.orderId)}`}>
                  {fill(words.order, { id: flag.orderId })}
                </a>
              </>
            )}
          </p>
          {mayClear && <Clear flag={flag} onDone={onDone} />}
        </>
      )}
    />
  );
}

function Clear({ flag, onDone }: { readonly flag: OrderFlag; readonly onDone: () => void }) {
  const words = spoken(ordersWords);
  const [reason, setReason] = useState('');
  const [isGoing, setGoing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  async function clear(): Promise<void> {
    setGoing(true);
    const path = `/staff/flags/${encodeURIComponent(flag.id)}/clear`;
    const answer = await askSignedIn('POST', path, { body: { reason } });
    setGoing(false);
    if (answer.ok) onDone();
    else setRefusal(answer.refusal);
  }
  return (
    <details>
      <summary>{words.lookedAt}</summary>
      <form
        class="cols"
        onSubmit={(event) => {
          event.preventDefault();
          void clear();
        }}
      >
        <div class="field">
          <label for={`seen-${flag.id}`}>{words.reason}</label>
          <input
            id={`seen-${flag.id}`}
            required
            maxLength={300}
            autoComplete="off"
            value={reason}
            onInput={({ currentTarget: { value } }) => setReason(value)}
          />
        </div>
        {refusal && <RefusalNote refusal={refusal} />}
        <p>
          <button type="submit" class="btn" disabled={isGoing || reason.trim() === ''}>
            {words.takeDown}
          </button>
        </p>
      </form>
    </details>
  );
}
