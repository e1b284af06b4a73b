/** Who did what to whom, the newest first: acts about staff and accounts alone. */
import { useEffect, useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { language, spoken } from '../language/language.ts';
import { dateAndTime } from '../language/time.ts';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { actorWords } from '../staff/act-words.ts';
import type { JournalLine } from './people.ts';
import { staffWords } from './words.ts';

interface Page {
  readonly items: readonly JournalLine[];
  readonly nextCursor: string | null;
}

export function JournalPanel({ done }: { readonly done: number }) {
  const words = spoken(staffWords);
  const [page, setPage] = useState<Page | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function look(after: Page | null): Promise<void> {
    const more = after?.nextCursor ? { cursor: after.nextCursor } : {};
    const query = new URLSearchParams({ about: 'people', ...more });
    const answer = await askSignedIn<Page>('GET', `/staff/audit?${query}`);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setPage({ ...answer.value, items: [...(after?.items ?? []), ...answer.value.items] });
  }
  useEffect(() => void look(null), [done]);

  return (
    <section class="panel cols" aria-labelledby="journal" aria-busy={page === null && !refusal}>
      <h2 id="journal">{words.journal}</h2>
      {refusal && <RefusalNote refusal={refusal} onRetry={() => void look(page)} />}
      {page?.items.length === 0 && <p class="quiet">{words.noJournal}</p>}
      <ol class="rows">
        {page?.items.map(({ id, at, actorName, act, reason }) => (
          <li key={id}>
            <p>
              {actorWords(actorName, language.value)}: {words.acts[act] ?? act} {reason && <q>{reason}</q>}
              <br />
              <time class="quiet" dateTime={at}>
                {dateAndTime(Date.parse(at), language.value)}
              </time>
            </p>
          </li>
        ))}
      </ol>
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
