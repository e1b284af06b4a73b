/** All that the waiting page says in Korean: one file to fetch for who reads it. */
import type { LineWords } from '../line-words.ts';
import { lineLabels } from './line-labels.ts';
import { lineStates } from './line-states.ts';

export const lineWords: LineWords = {
  language: 'ko',
  states: lineStates,
  labels: lineLabels,
};
