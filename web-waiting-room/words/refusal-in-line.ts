/** A "no" of the line in both languages; the waiting page fetches it with whatever may be refused. */
import type { InLanguages, Language } from '../language/choose-language.ts';
import { fill } from '../language/fill.ts';
import { lineRefusals as english } from './english/line-refusals.ts';
import { lineRefusals as korean } from './korean/line-refusals.ts';
import { type LineRefusal, type RefusalTable, type RefusalWords, wordsFor } from './refusal-words.ts';
import { triedAgain } from './tried-again.ts';

const tables: InLanguages<RefusalTable<LineRefusal>> = { en: english, ko: korean };

export const lineRefusal = (code: string, language: Language): RefusalWords =>
  wordsFor(tables[language], code);

export interface LineNo {
  readonly code: string;
  readonly retryAfterMs?: number;
  /** The page asks again by itself. */
  readonly isTriedAgain?: boolean;
}

/** Title and sentence in one, for a line below a form. */
export function refusalText(
  { code, retryAfterMs, isTriedAgain = false }: LineNo,
  language: Language,
): string {
  const words = lineRefusal(code, language);
  const { title, sentence } = isTriedAgain ? triedAgain(code, words, language) : words;
  const seconds = retryAfterMs === undefined ? null : Math.ceil(retryAfterMs / 1_000);
  return `${title}. ${fill(sentence, { seconds })}`;
}
