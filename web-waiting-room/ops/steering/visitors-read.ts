/** The very words that visitors will read after an act, from the same tables as the waiting page. */
import type { InLanguages, Language } from '../../language/choose-language.ts';
import { fill } from '../../language/fill.ts';
import { when } from '../../language/time.ts';
import { asSentence } from '../../words/as-sentence.ts';
import { lineStates as english } from '../../words/english/line-states.ts';
import { lineStates as korean } from '../../words/korean/line-states.ts';
import type { StateWords } from '../../words/line-words.ts';
import type { StateAct } from './preview.ts';

export interface ActFacts {
  readonly reason: string;
  readonly nextNewsMs: number | null;
  readonly nowMs: number;
}

/** Null where visitors see no words of their own: the line simply moves. */
export function visitorsRead(
  act: StateAct,
  { reason, nextNewsMs, nowMs }: ActFacts,
): InLanguages<StateWords> | null {
  if (act !== 'pause' && act !== 'close') return null;
  const said = (language: Language): StateWords => {
    const words = (language === 'ko' ? korean : english)[act === 'pause' ? 'paused' : 'closed'];
    const atMs = act === 'close' ? nowMs : nextNewsMs;
    const time = atMs === null ? null : when(atMs, nowMs, language);
    return {
      title: words.title,
      sentence: fill(words.sentence, { reason: asSentence(reason.trim()), time }),
    };
  };
  return { en: said('en'), ko: said('ko') };
}
