/** What could not be done, with its cause; who may has it done again, or sets it aside, with a reason. */
import { useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { dateAndTime, msOf } from '../language/time.ts';
import { PreviewTable } from '../ops/steering/preview-table.tsx';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { letterWords } from './letter-words.ts';
import type { DeadLetter } from './orders-asked.ts';
import { PagedPanel } from './paged-panel.tsx';
import { undoneWords } from './undone-words.ts';
import { ordersWords } from './words.ts';

export function DeadLettersPanel({ mayDecide }: { readonly mayDecide: boolean }) {
  const words = spoken(ordersWords);
  return (
    <PagedPanel<DeadLetter>
      id="dead"
      title={words.dead}
      says={words.deadSays}
      none={words.deadNone}
      path="/staff/dead-letters?state=open"
      row={(letter, onDone) => (
        <>
          <p>
            {words.sources[letter.source]}{' '}
            <span class="chip warn">
              {letter.letter === null
                ? undoneWords(letter.what, language.value)
                : fill(words.letter, { kind: letterWords(letter.letter, language.value) })}
            </span>
          </p>
          <p>{letter.cause}</p>
          <p class="quiet">
            {fill(words.tries, {
              n: count(letter.tries, language.value),
              time: dateAndTime(msOf(letter.lastAt) ?? 0, language.value),
            })}
            {letter.orderId !== null && (
              <>
                {' · '}
                <a href={`?order=${encodeURIComponent(letter.orderId)}`}>
                  {fill(words.order, { id: letter.orderId })}
                </a>
              </>
            )}
          </p>
          {mayDecide && <Decide letter={letter} onDone={onDone} />}
        </>
      )}
    />
  );
}

function Decide({ letter, onDone }: { readonly letter: DeadLetter; readonly onDone: () => void }) {
  const words = spoken(ordersWords);
  const [reason, setReason] = useState('');
  const [isGoing, setGoing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  async function decide(act: 'replay' | 'set-aside'): Promise<void> {
    setGoing(true);
    const path = `/staff/dead-letters/${encodeURIComponent(letter.id)}/${act}`;
    const answer = await askSignedIn('POST', path, { body: { reason } });
    setGoing(false);
    if (answer.ok) onDone();
    else setRefusal(answer.refusal);
  }
  const isMute = isGoing || reason.trim() === '';
  return (
    <details>
      <summary>{words.decide}</summary>
      <form
        class="cols"
        onSubmit={(event) => {
          event.preventDefault();
          void decide(letter.replayable ? 'replay' : 'set-aside');
        }}
      >
        <PreviewTable
          rows={[
            ...(letter.replayable
              ? [{ label: words.replay, now: words.deadNow, after: words.deadAgain }]
              : []),
            { label: words.setAside, now: words.deadNow, after: words.deadAside },
          ]}
        />
        <div class="field">
          <label for={`why-${letter.id}`}>{words.reason}</label>
          <input
            id={`why-${letter.id}`}
            required
            maxLength={300}
            autoComplete="off"
            value={reason}
            onInput={({ currentTarget: { value } }) => setReason(value)}
          />
        </div>
        {refusal && <RefusalNote refusal={refusal} />}
        <p class="other-ways">
          {letter.replayable && (
            <button type="submit" class="btn" disabled={isMute}>
              {words.replay}
            </button>
          )}
          <button type="button" class="btn" disabled={isMute} onClick={() => void decide('set-aside')}>
            {words.setAside}
          </button>
        </p>
      </form>
    </details>
  );
}
