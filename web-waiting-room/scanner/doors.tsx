/** Which sale to let in for: those at whose doors this member of staff works. */
import { useEffect, useState } from 'preact/hooks';
import { LanguageSwitch } from '../frame/language-switch.tsx';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { Mark } from '../frame/shop-bar.tsx';
import { spoken } from '../language/language.ts';
import { startsThere } from '../language/starts-there.ts';
import type { Answer } from '../server/ask.ts';
import { askSignedIn, signedIn } from '../signing-in/signed-in.ts';
import { scannerWords } from './words.ts';

interface DoorSale {
  readonly slug: string;
  readonly title: string;
  readonly venue: string | null;
  readonly startsAt: string | null;
  readonly timeZone: string;
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
            answer.value.items.map((sale) => {
              const { slug, title } = sale;
              return (
                <li key={slug}>
                  <a href={`/scanner/${encodeURIComponent(slug)}`}>
                    <b>{title}</b>
                    <span class="quiet small">
                      {[startsThere(sale), sale.venue].filter(Boolean).join(' · ')}
                    </span>
                  </a>
                </li>
              );
            })}
        </ul>
      </main>
    </div>
  );
}
