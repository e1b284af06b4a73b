/**
 * The waiting page's words in the language spoken now, fetched when that language is first spoken; those of a raffle and of
 * a sale without a line when one of their states is first to be shown.
 */
import { effect, signal } from '@preact/signals';
import { language } from '../language/language.ts';
import { type BoardState, type LineWords, withOthers } from './line-words.ts';

const files = {
  en: {
    line: () => import('./english/line.ts'),
    others: () => import('./english/other-modes.ts'),
  },
  ko: {
    line: () => import('./korean/line.ts'),
    others: () => import('./korean/other-modes.ts'),
  },
};
const againMs = 2_000;

/** Null until the first language has come. Numbers and dates are written in `value.language`, so that nothing is mixed. */
export const lineWords = signal<LineWords | null>(null);
const needsOthers = signal(false);

/** Brings what this state is said with. */
export function speakOf(state: BoardState): void {
  if (lineWords.value !== null && !lineWords.value.states[state]) needsOthers.value = true;
}

effect(() => void load(language.value, needsOthers.value));

async function load(wanted: keyof typeof files, isMore: boolean): Promise<void> {
  try {
    const { line, others } = files[wanted];
    const [{ lineWords: words }, more] = await Promise.all([line(), isMore ? others() : null]);
    const isStill = language.peek() === wanted && needsOthers.peek() === isMore;
    if (isStill) lineWords.value = more ? withOthers(words, more.otherModes) : words;
  } catch (error) {
    // A TypeError means the file did not arrive; the page has nothing to say without it and tries again.
    if (!(error instanceof TypeError)) throw error;
    setTimeout(() => void load(language.peek(), needsOthers.peek()), againMs);
  }
}
