/** Deleting a sale, asked once. */
import { useState } from 'preact/hooks';
import type { StaffSaleView } from '../../domain/sale.ts';
import { AskingOnce } from '../frame/asking-once.tsx';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import type { CatalogueBook } from './catalogue-book.ts';
import { catalogueWords } from './words.ts';

export function DeletePanel({ sale, book }: { readonly sale: StaffSaleView; readonly book: CatalogueBook }) {
  const words = spoken(catalogueWords);
  const [isAsking, setAsking] = useState(false);

  async function remove(): Promise<void> {
    setAsking(false);
    if (await book.act('DELETE', '', undefined, '')) location.assign('/ops');
  }

  return (
    <section class="panel" aria-labelledby="deleting">
      <h2 id="deleting">{words.deleting}</h2>
      <p>{words.deletingWhat}</p>
      <p class="acts">
        <button type="button" class="btn" disabled={book.isBusy.value} onClick={() => setAsking(true)}>
          {words.deleting}
        </button>
      </p>
      {isAsking && (
        <AskingOnce
          title={fill(words.deleteAsk, { title: sale.title })}
          stay={words.keep}
          go={words.delete}
          onStay={() => setAsking(false)}
          onGo={() => void remove()}
        >
          <p>{words.deletingWhat}</p>
        </AskingOnce>
      )}
    </section>
  );
}
