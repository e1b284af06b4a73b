/** Making a sale: title, address and tiers are enough; everything else has a default. */
import { useEffect, useState } from 'preact/hooks';
import type { SaleView } from '../../domain/sale.ts';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import { Field, hintOf } from '../sale-settings/fields.tsx';
import { HowFields } from '../sale-settings/how-fields.tsx';
import { RefusedSale } from '../sale-settings/refused-sale.tsx';
import { ownTimeZone } from '../sale-settings/time-zone-field.tsx';
import { WhatFields } from '../sale-settings/what-fields.tsx';
import { settingWords } from '../sale-settings/words.ts';
import { categories, loadCategories } from '../sales/categories.ts';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { emptyDraft, type SaleDraft, saleBody, slugFor } from './new-sale.ts';
import { TierFields } from './tier-fields.tsx';
import { opsListWords } from './words.ts';

export function MakeSaleForm() {
  const words = spoken(opsListWords);
  const settings = spoken(settingWords);
  const [draft, setDraft] = useState<SaleDraft>(() => ({ ...emptyDraft, timeZone: ownTimeZone() }));
  useEffect(() => void loadCategories(), []);
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
      <fieldset class="cols">
        <legend>{settings.what}</legend>
        <WhatFields draft={draft} tree={categories.value} onChange={change}>
          <SlugField slug={draft.slug} onChange={(slug) => change({ slug })} />
        </WhatFields>
      </fieldset>
      <fieldset class="cols">
        <legend>{settings.how}</legend>
        <HowFields draft={draft} state={null} onChange={change} />
      </fieldset>
      <TierFields
        tiers={draft.tiers}
        currency={draft.currency}
        onChange={(tiers) => change({ tiers })}
        onCurrency={(currency) => change({ currency })}
      />
      {refusal && <RefusedSale refusal={refusal} />}
      <p>
        <button type="submit" class="btn btn-go wide" disabled={isGoing}>
          {isGoing ? words.going : words.go}
        </button>
      </p>
    </form>
  );
}

function SlugField({ slug, onChange }: { readonly slug: string; readonly onChange: (slug: string) => void }) {
  const words = spoken(opsListWords);
  const hint = fill(words.slugHint, { slug: slug || '…' });
  return (
    <Field name="slug" label={words.slug} hint={hint}>
      <input
        type="text"
        id="slug"
        required
        maxLength={64}
        pattern="[a-z0-9]+(-[a-z0-9]+)*"
        {...hintOf('slug', hint)}
        value={slug}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  );
}
