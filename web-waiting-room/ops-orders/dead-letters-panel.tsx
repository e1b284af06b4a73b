/** What could not be done, with its cause; who may has it done again, or sets it aside, with a reason. */
import { useEffect, useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { dateAndTime, msOf } from '../language/time.ts';
import { PreviewTable } from '../ops/steering/preview-table.tsx';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import type { DeadLetter, Page } from './orders-asked.ts';
import { ordersWords } from './words.ts';

export function DeadLettersPanel({ mayDecide }: { readonly mayDecide: boolean }) {
  const words = spoken(ordersWords);
  const [page, setPage] = useState<Page<DeadLetter> | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function look(after: Page<DeadLetter> | null = null): Promise<void> {
    const cursor = after?.nextCursor ? `&${new URLSearchParams({ cursor: after.nextCursor })}` : '';
    const answer = await askSignedIn<Page<DeadLetter>>('GET', `/staff/dead-letters?state=open${cursor}`);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setPage({ ...answer.value, items: [...(after?.items ?? []), ...answer.value.items] });
  }
  useEffect(() => void look(), []);

  return (
    <section class="panel cols" aria-labelledby="dead">
      <h2 id="dead">{words.dead}</h2>
      <p class="quiet">{words.deadSays}</p>
      {refusal && <RefusalNote refusal={refusal} onRetry={() => void look()} />}
      {page?.items.length === 0 && <p class="quiet">{words.deadNone}</p>}
      {page && page.items.length > 0 && (
        <ul class="rows">
          {page.items.map((letter) => (
            <li key={letter.id}>
              <div class="cols">
                <p>
                  {words.sources[letter.source]} <span class="chip warn">{letter.what}</span>
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
                {mayDecide && <Decide letter={letter} onDone={() => void look()} />}
              </div>
            </li>
          ))}
        </ul>
      )}
      {page?.nextCursor && (
        <p>
          <button type="button" class="btn" onClick={() => void look(page)}>
            {words.more}
          </button>
        </p>
      )}
    </section>
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
