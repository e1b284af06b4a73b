/**
 * What is said where a page really tries again by itself. Everywhere else a refusal says what its reader can do: a promise
 * that nobody keeps makes people wait for nothing (PAG-15).
 */
import type { InLanguages, Language } from '../language/choose-language.ts';
import type { RefusalWords } from './refusal-words.ts';

const sentences: InLanguages<string> = {
  en: 'We try again for you[ in {seconds} seconds]. Places and holds are safe.',
  ko: '[{seconds}초 뒤에 ]자동으로 다시 시도해요. 순서와 잡아 둔 표는 안전해요.',
};

/** Any other refusal stays as it is, however often it is asked for again. */
const passing = ['busy', 'too_many_requests', 'offline', 'internal'];

export const triedAgain = (code: string, words: RefusalWords, language: Language): RefusalWords =>
  passing.includes(code) ? { title: words.title, sentence: sentences[language] } : words;
