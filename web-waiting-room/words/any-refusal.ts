/** Every refusal in every language, for pages that may get any of them. The waiting page does not carry this. */
import type { InLanguages, Language } from '../language/choose-language.ts';
import { lineRefusals as englishLine } from './english/line-refusals.ts';
import { orderRefusals as englishOrder } from './english/order-refusals.ts';
import { lineRefusals as koreanLine } from './korean/line-refusals.ts';
import { orderRefusals as koreanOrder } from './korean/order-refusals.ts';
import { type AnyRefusal, type RefusalTable, type RefusalWords, wordsFor } from './refusal-words.ts';

export const anyRefusals: InLanguages<RefusalTable<AnyRefusal>> = {
  en: { ...englishLine, ...englishOrder },
  ko: { ...koreanLine, ...koreanOrder },
};

export const anyRefusal = (code: string, language: Language): RefusalWords =>
  wordsFor(anyRefusals[language], code);
