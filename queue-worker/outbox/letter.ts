/**
 * A letter: what one row of the outbox says by mail, and to whom. Each kind of row has a writer in a file of its own
 * (`…-letters.ts`), and send-mail.ts knows them all.
 *
 * `writeLetter` lays out what is not about an order: a title, a few sentences, a code or a link, in one language.
 */
import { html } from 'hono/html';
import type { OutboxRow } from '../../db/schema.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import type { Mail } from './post-box.ts';

export type Letter = Omit<Mail, 'messageId'>;
/** Null: there is nothing to say any more, and the row is done. */
export type LetterWriter = (deps: OutboxDeps, row: OutboxRow) => Promise<Letter | null>;

export interface LetterWords {
  readonly subject: string;
  readonly headline: string;
  readonly sentences: readonly string[];
  /** Typed by the reader; stands alone, large. */
  readonly code?: string;
  readonly link?: { readonly label: string; readonly url: string };
}

const bodyStyle = 'margin:0;padding:24px;background:#fff;color:#10262e;font:16px/1.5 system-ui,sans-serif';
const buttonStyle =
  'display:inline-block;padding:12px 24px;border-radius:6px;background:#ffc247;color:#1a1300;' +
  'font-weight:600;text-decoration:none';
const codeStyle = 'margin:0 0 20px;font:600 32px/1.2 ui-monospace,monospace;letter-spacing:.12em';

export function writeLetter(
  language: 'ko' | 'en',
  { subject, headline, sentences, code, link }: LetterWords,
): Pick<Letter, 'subject' | 'text' | 'html'> {
  const lines = [
    headline,
    ...sentences,
    ...(code ? [code] : []),
    ...(link ? [`${link.label}: ${link.url}`] : []),
  ];
  const body = html`<!doctype html><html lang="${language}"><body style="${bodyStyle}">
<div style="max-width:560px;margin:0 auto"><h1 style="font-size:22px;line-height:1.3;margin:0 0 12px">${headline}</h1>
${sentences.map((sentence) => html`<p style="margin:0 0 16px">${sentence}</p>`)}
${code && html`<p style="${codeStyle}">${code}</p>`}
${link && html`<p style="margin:0 0 20px"><a href="${link.url}" style="${buttonStyle}">${link.label}</a></p>`}
</div></body></html>`;
  return { subject, text: lines.join('\n\n'), html: String(body) };
}
