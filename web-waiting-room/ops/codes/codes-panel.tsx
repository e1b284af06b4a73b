/** Access codes (OPS-4): the list, making some, and the one moment in which they can be read. */
import { useEffect, useState } from 'preact/hooks';
import { RefusalNote } from '../../frame/refusal-note.tsx';
import { spoken } from '../../language/language.ts';
import { type CodesBook, openCodesBook } from './codes-book.ts';
import { CodesTable } from './codes-table.tsx';
import { MadeCodes } from './made-codes.tsx';
import { MakeCodesForm } from './make-codes-form.tsx';
import { codesWords } from './words.ts';

export interface CodesPanelProps {
  readonly slug: string;
  readonly isRequired: boolean;
}

export function CodesPanel({ slug, isRequired }: CodesPanelProps) {
  const words = spoken(codesWords);
  const [book] = useState(() => openCodesBook(slug));
  const [isOpen, setOpen] = useState(false);
  return (
    <section class="panel" aria-labelledby="codes">
      <header>
        <h2 id="codes">{words.title}</h2>
        <p class="key">{isRequired ? words.required : words.optional}</p>
      </header>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{words.show}</summary>
        {isOpen && <Codes book={book} />}
      </details>
    </section>
  );
}

function Codes({ book }: { readonly book: CodesBook }) {
  const words = spoken(codesWords);
  useEffect(() => void book.look(), []);
  const found = book.found.value;
  const refusal = book.refusal.value;
  return (
    <div class="cols">
      {refusal && <RefusalNote refusal={refusal} onRetry={() => void book.look()} />}
      {book.made.value.length > 0 ? <MadeCodes book={book} /> : <MakeCodesForm book={book} />}
      {found !== null &&
        (found.items.length === 0 ? <p>{words.none}</p> : <CodesTable book={book} page={found} />)}
    </div>
  );
}
