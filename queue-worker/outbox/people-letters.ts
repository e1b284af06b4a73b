/**
 * Letters to the people of the house (STF-4, STF-5) and to whose account is flagged (STF-7, STF-8). What staff wrote stands
 * in them word for word.
 */
import { z } from 'zod';
import { openText } from '../../runtime/seal.ts';
import { type LetterWriter, writeLetter } from './letter.ts';
import { type PeopleLetter, peopleLetters, peopleWords } from './people-words.ts';

const payloadShape = z.object({
  kind: z.enum(peopleLetters),
  language: z.enum(['ko', 'en']),
  sealed: z.string(),
});
const contentShape = z.object({ email: z.string(), facts: z.record(z.string(), z.string()) });

const write: LetterWriter = async ({ ring, publicUrl }, row) => {
  const { kind, language, sealed } = payloadShape.parse(row.payload);
  const { email, facts } = contentShape.parse(JSON.parse(openText(ring, sealed, `letter:${kind}`)));
  return {
    to: { name: '', address: email },
    ...writeLetter(language, peopleWords[language][kind](facts, publicUrl)),
  };
};

export const peopleLetterWriters = Object.fromEntries(peopleLetters.map((kind) => [kind, write])) as Readonly<
  Record<PeopleLetter, LetterWriter>
>;
