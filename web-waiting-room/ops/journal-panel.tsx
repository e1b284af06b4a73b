/** The journal: who did what to this sale, and why. */
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { msOf, timeOfDay } from '../language/time.ts';
import { actorWords, actWords } from '../staff/act-words.ts';
import { detailWords } from './detail-words.ts';
import { opsWords } from './words.ts';

export function JournalPanel({ journal }: Pick<OpsSnapshot, 'journal'>) {
  const words = spoken(opsWords);
  return (
    <section class="panel" aria-labelledby="journal">
      <header>
        <h2 id="journal">{words.journal}</h2>
      </header>
      {journal.length === 0 && <p class="quiet">{words.noJournal}</p>}
      <ol class="journal">
        {journal.map(({ at, actor, act, detail, reason }) => (
          <li key={`${at}${act}${detail}`}>
            <time dateTime={at}>{timeOfDay(msOf(at) ?? 0, language.value)}</time>
            <p>
              <b>
                {fill(words.by, {
                  act: actWords(act, language.value),
                  actor: actorWords(actor, language.value),
                })}
              </b>{' '}
              {detailWords(detail, language.value)} {reason && `“${reason}”`}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
