/** Making a sale: title, address and tiers are enough; everything else has a default. */
import { useState } from 'preact/hooks';
import type { SaleView } from '../../domain/sale.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { emptyDraft, type SaleDraft, saleBody, slugFor } from './new-sale.ts';
import { SaleFields } from './sale-fields.tsx';
import { TierFields } from './tier-fields.tsx';
import { opsListWords } from './words.ts';

export function MakeSaleForm() {
  const words = spoken(opsListWords);
  const [draft, setDraft] = useState<SaleDraft>(emptyDraft);
  const [isGoing, setGoing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  function change(wish: Partial<SaleDraft>): void {
    const followsTitle = draft.slug === slugFor(draft.title);
    const slug = wish.title !== undefined && followsTitle ? { slug: slugFor(wish.title) } : {};
    setDraft({ ...draft, ...wish, ...slug });
  }

  async function submit(): Promise<void> {
    setGoing(true);
    setRefusal(null);
    const answer = await askSignedIn<SaleView>('POST', '/staff/sales', { body: saleBody(draft) });
    setGoing(false);
    if (answer.ok) location.assign(`/ops/${encodeURIComponent(answer.value.slug)}`);
    else setRefusal(answer.refusal);
  }

  return (
    <form
      class="cols"
      aria-label={words.make}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <SaleFields draft={draft} onChange={change} />
      <TierFields tiers={draft.tiers} onChange={(tiers) => change({ tiers })} />
      {refusal && <RefusalNote refusal={refusal} />}
      {refusal?.errors && (
        <ul class="dots">
          {refusal.errors.map(({ path, message }) => (
            <li key={path}>{fill(words.wrong, { path, message })}</li>
          ))}
        </ul>
      )}
      <p>
        <button type="submit" class="btn btn-go wide" disabled={isGoing}>
          {isGoing ? words.going : words.go}
        </button>
      </p>
    </form>
  );
}
