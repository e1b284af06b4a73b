/** New codes in the one moment in which they can be read: to copy, to print, and then to close. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { spoken } from '../../language/language.ts';
import { shortNumber } from './code-row.ts';
import type { CodesBook } from './codes-book.ts';
import { codesWords } from './words.ts';

export function MadeCodes({ book }: { readonly book: CodesBook }) {
  const words = spoken(codesWords);
  const [isCopied, setCopied] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const codes = book.made.value.map(({ code }) => code);
  // The form is gone from under the keyboard: it goes on where the codes are.
  useLayoutEffect(() => heading.current?.focus(), []);

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(codes.join('\n'));
    setCopied(true);
  }

  return (
    <section class="made cols" aria-labelledby="made">
      <h3 id="made" ref={heading} tabIndex={-1}>
        {words.made}
      </h3>
      <p>{words.once}</p>
      <ol class="codes">
        {book.made.value.map(({ id, code }) => (
          <li key={id}>
            <code>{code}</code> <small class="quiet">{shortNumber(id)}</small>
          </li>
        ))}
      </ol>
      <p class="row">
        <button type="button" class="btn" onClick={() => print()}>
          {words.print}
        </button>
        {/* Only a page that came over a safe way may write to the clipboard. */}
        {isSecureContext && (
          <button type="button" class="btn" onClick={() => void copy()}>
            {isCopied ? words.copied : words.copy}
          </button>
        )}
        <button
          type="button"
          class="btn"
          onClick={() => {
            book.made.value = [];
          }}
        >
          {words.done}
        </button>
      </p>
    </section>
  );
}
