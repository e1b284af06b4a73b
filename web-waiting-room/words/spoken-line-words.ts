/** The waiting page's words in the language spoken now, fetched when that language is first spoken. */
import { effect, signal } from '@preact/signals';
import { language } from '../language/language.ts';
import type { LineWords } from './line-words.ts';

const files = {
  en: () => import('./english/line.ts'),
  ko: () => import('./korean/line.ts'),
};
const againMs = 2_000;

/** Null until the first language has come. Numbers and dates are written in `value.language`, so that nothing is mixed. */
export const lineWords = signal<LineWords | null>(null);

effect(() => void load(language.value));

async function load(wanted: keyof typeof files): Promise<void> {
  try {
    const { lineWords: words } = await files[wanted]();
    if (language.peek() === wanted) lineWords.value = words;
  } catch (error) {
    // A TypeError means the file did not arrive; the page has nothing to say without it and tries again.
    if (!(error instanceof TypeError)) throw error;
    setTimeout(() => void load(language.peek()), againMs);
  }
}
