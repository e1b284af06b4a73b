/** Who writes which letter, by the `kind` in a row's payload. */
import { z } from 'zod';
import type { OpenMail } from '../../db/mail.ts';
import { accountLetters } from './account-letters.ts';
import { checkLetters } from './check-letters.ts';
import type { OpenLetterWriter } from './letter.ts';
import { listLetters } from './list-letters.ts';
import { nearLetters } from './near-letters.ts';
import { orderLetters } from './order-letters.ts';
import { peopleLetterWriters } from './people-letters.ts';
import { staffLetters } from './staff-letters.ts';
import { ticketLetters } from './ticket-letters.ts';

export const letters: Readonly<Record<string, OpenLetterWriter>> = {
  ...accountLetters,
  ...checkLetters,
  ...listLetters,
  ...nearLetters,
  ...orderLetters,
  ...peopleLetterWriters,
  ...staffLetters,
  ...ticketLetters,
};

const payloadShape = z.object({ kind: z.string() });

export function writerOf({ payload }: OpenMail): OpenLetterWriter {
  const { kind } = payloadShape.parse(payload);
  const write = letters[kind];
  if (!write) throw new Error(`nobody writes letters of the kind ${kind}`);
  return write;
}
