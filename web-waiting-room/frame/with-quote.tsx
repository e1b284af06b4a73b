/** A sentence of ours with words in it that somebody else wrote, marked with their language, to be read out well. */
import type { Quote } from '../../domain/pause-reason.ts';

export interface WithQuoteProps {
  readonly text: string;
  /** Null where nothing of it is marked, and so is a quote that the sentence does not have. */
  readonly quote: Quote | null;
}

export function WithQuote({ text, quote }: WithQuoteProps) {
  const at = quote === null ? -1 : text.indexOf(quote.text);
  if (quote === null || at === -1) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <span lang={quote.lang}>{quote.text}</span>
      {text.slice(at + quote.text.length)}
    </>
  );
}

/** Words that a person typed: nobody knows in which language. */
export const typed = (text: string): Quote => ({ text: text.trim(), lang: '' });
