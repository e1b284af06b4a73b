/** Who writes which letter, by the `kind` in a row's payload. */
import { accountLetters } from './account-letters.ts';
import { checkLetters } from './check-letters.ts';
import type { LetterWriter } from './letter.ts';
import { listLetters } from './list-letters.ts';
import { nearLetters } from './near-letters.ts';
import { orderLetters } from './order-letters.ts';
import { peopleLetterWriters } from './people-letters.ts';
import { staffLetters } from './staff-letters.ts';
import { ticketLetters } from './ticket-letters.ts';

export const letters: Readonly<Record<string, LetterWriter>> = {
  ...accountLetters,
  ...checkLetters,
  ...listLetters,
  ...nearLetters,
  ...orderLetters,
  ...peopleLetterWriters,
  ...staffLetters,
  ...ticketLetters,
};
