/** Which sale to let in for: those at whose doors this member of staff works. */
import { useEffect, useState } from 'preact/hooks';
import { LanguageSwitch } from '../frame/language-switch.tsx';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { Mark } from '../frame/shop-bar.tsx';
import { language, spoken } from '../language/language.ts';
import { dateAndTime, msOf } from '../language/time.ts';
import type { Answer } from '../server/ask.ts';
import { askSignedIn, signedIn } from '../signing-in/signed-in.ts';
import { scannerWords } from './words.ts';

interface DoorSale {
  readonly slug: string;
  readonly title: string;
  readonly venue: string | null;
  readonly startsAt: string | null;
}

export function Doors() {
  const words = spoken(scannerWords);
  const [answer, setAnswer] = useState<Answer<{ readonly items: readonly DoorSale[] }> | null>(null);
  const look = () => void askSignedIn<{ items: DoorSale[] }>('GET', '/staff/doors').then(setAnswer);
  const isIn = signedIn.value?.staff !== undefined;
  useEffect(() => {
    if (isIn) look();
  }, [isIn]);
  return (
    <div class="door">
      <header class="bar">
        <p class="brand row">
          <Mark /> {words.doors}
        </p>
        <LanguageSwitch />
      </header>
      <main id="main">
        <h1 class="h1">{words.doorsText}</h1>
        {answer && !answer.ok && <RefusalNote refusal={answer.refusal} onRetry={look} />}
        {answer?.ok && answer.value.items.length === 0 && <p>{words.noDoors}</p>}
        <ul class="doors">
          {answer?.ok &&
            answer.value.items.map(({ slug, title, venue, startsAt }) => {
              const startsMs = msOf(startsAt);
              const more = [startsMs === null ? null : dateAndTime(startsMs, language.value), venue];
              return (
                <li key={slug}>
                  <a href={`/scanner/${encodeURIComponent(slug)}`}>
                    <b>{title}</b>
                    <span class="quiet small">{more.filter((fact) => fact !== null).join(' · ')}</span>
                  </a>
                </li>
              );
            })}
        </ul>
      </main>
    </div>
  );
}
