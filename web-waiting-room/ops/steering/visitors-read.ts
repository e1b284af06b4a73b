/** The very words that visitors will read after an act, from the same tables as the waiting page. */
import type { SaleMode } from '../../../domain/sale.ts';
import type { InLanguages, Language } from '../../language/choose-language.ts';
import { fill } from '../../language/fill.ts';
import { when } from '../../language/time.ts';
import { asSentence } from '../../words/as-sentence.ts';
import { lineStates as english } from '../../words/english/line-states.ts';
import { otherModes as englishOthers } from '../../words/english/other-modes.ts';
import { lineStates as korean } from '../../words/korean/line-states.ts';
import { otherModes as koreanOthers } from '../../words/korean/other-modes.ts';
import type { StateWords } from '../../words/line-words.ts';
import type { StateAct } from './preview.ts';

const states = { en: { ...english, ...englishOthers }, ko: { ...korean, ...koreanOthers } };

export interface ActFacts {
  readonly mode: SaleMode;
  /** As typed; empty where nothing was. */
  readonly reasons: InLanguages<string>;
  readonly nextNewsMs: number | null;
  readonly nowMs: number;
}

/** Null where visitors see no words of their own: the line simply moves. */
export function visitorsRead(
  act: StateAct,
  { mode, reasons, nextNewsMs, nowMs }: ActFacts,
): InLanguages<StateWords> | null {
  if (act !== 'pause' && act !== 'close') return null;
  const state = act === 'close' ? 'closed' : mode === 'passthrough' ? 'noLinePaused' : 'paused';
  const said = (language: Language): StateWords => {
    const words = states[language][state];
    const reason = reasons[language] || reasons[language === 'ko' ? 'en' : 'ko'];
    const atMs = act === 'close' ? nowMs : nextNewsMs;
    const time = atMs === null ? null : when(atMs, nowMs, language);
    return {
      title: words.title,
      sentence: fill(words.sentence, { reason: asSentence(reason), time }),
    };
  };
  return { en: said('en'), ko: said('ko') };
}
