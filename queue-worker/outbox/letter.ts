/**
 * A letter: what one row of the outbox says by mail, and to whom. Each kind of row has a writer in a file of its own
 * (`…-letters.ts`), and letters.ts knows them all.
 *
 * `writeLetter` lays out what is not about an order: a title, a few sentences, a code or a link, in one language.
 */
import type { OpenMail } from '../../db/mail.ts';
import type { OutboxRow } from '../../db/schema.ts';
import { letterHtml, letterText } from './letter-frame.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import type { Mail } from './post-box.ts';

export type Letter = Omit<Mail, 'messageId'>;
/** What stands in it, whoever it is for. */
export type LetterContent = Pick<Letter, 'subject' | 'text' | 'html'>;
/** Null: there is nothing to say any more, and the row is done. */
export type LetterWriter = (deps: OutboxDeps, row: OutboxRow) => Promise<Letter | null>;
/** The same, of who needs what was read of the mail's order. */
export type OpenLetterWriter = (deps: OutboxDeps, mail: OpenMail) => Promise<Letter | null>;

export interface LetterWords {
  readonly subject: string;
  readonly headline: string;
  readonly sentences: readonly string[];
  /** Typed by the reader; stands alone, large. */
  readonly code?: string;
  readonly link?: { readonly label: string; readonly url: string };
}

export function writeLetter(language: 'ko' | 'en', { subject, ...words }: LetterWords): LetterContent {
  const parts = [{ language, ...words }];
  return { subject, text: letterText(parts), html: letterHtml(subject, parts) };
}
