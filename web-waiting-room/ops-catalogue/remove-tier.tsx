/** Removing a variant, asked once: orders keep it, nobody else can have it. */
import { useState } from 'preact/hooks';
import type { TierView } from '../../domain/sale.ts';
import { AskingOnce } from '../frame/asking-once.tsx';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import type { CatalogueBook } from './catalogue-book.ts';
import { catalogueWords } from './words.ts';

export function RemoveTier({ tier, book }: { readonly tier: TierView; readonly book: CatalogueBook }) {
  const words = spoken(catalogueWords);
  const [isAsking, setAsking] = useState(false);

  async function remove(): Promise<void> {
    setAsking(false);
    await book.act('DELETE', `/tiers/${encodeURIComponent(tier.id)}`, undefined, words.tierRemoved);
  }

  return (
    <>
      <button type="button" class="btn" disabled={book.isBusy.value} onClick={() => setAsking(true)}>
        {fill(words.removeTier, { n: tier.name })}
      </button>
      {isAsking && (
        <AskingOnce
          title={fill(words.removeTierAsk, { n: tier.name })}
          stay={words.keep}
          go={words.removeTierGo}
          onStay={() => setAsking(false)}
          onGo={() => void remove()}
        >
          <p>{words.removeTierWhat}</p>
        </AskingOnce>
      )}
    </>
  );
}
