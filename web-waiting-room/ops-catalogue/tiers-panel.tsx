/** The variants of a sale: names, prices, what tells them apart, how many there are; and a new one. */
import { useState } from 'preact/hooks';
import type { StaffSaleView, TierView } from '../../domain/sale.ts';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import type { CatalogueBook } from './catalogue-book.ts';
import { emptyTier, type TierDraft, tierBody, tierChange, tierDraftOf } from './catalogue-draft.ts';
import { RemoveTier } from './remove-tier.tsx';
import { catalogueWords } from './words.ts';

export interface TiersPanelProps {
  readonly sale: StaffSaleView;
  readonly book: CatalogueBook;
}

export function TiersPanel({ sale, book }: TiersPanelProps) {
  const words = spoken(catalogueWords);
  return (
    <section class="panel" aria-labelledby="tiers">
      <h2 id="tiers">{words.tiers}</h2>
      <p class="hint">{words.priceHint}</p>
      <ul class="shelf-list">
        {sale.tiers.map((tier) => (
          <li key={tier.id}>
            <TierForm tier={tier} book={book} isOnly={sale.tiers.length === 1} />
          </li>
        ))}
        <li>
          <NewTierForm sale={sale} book={book} />
        </li>
      </ul>
    </section>
  );
}

interface TierFormProps {
  readonly tier: TierView;
  readonly book: CatalogueBook;
  /** The last one stays. */
  readonly isOnly: boolean;
}

function TierForm({ tier, book, isOnly }: TierFormProps) {
  const words = spoken(catalogueWords);
  const [typed, setTyped] = useState<TierDraft | null>(null);
  const draft = typed ?? tierDraftOf(tier);
  const { body, capacity } = tierChange(tier, draft);

  async function submit(): Promise<void> {
    const path = `/tiers/${encodeURIComponent(tier.id)}`;
    if (body !== null && !(await book.act('PATCH', path, body, words.saved))) return;
    if (capacity !== null && !(await book.setCapacity(tier.id, capacity, words.saved))) return;
    setTyped(null);
  }

  return (
    <form
      class="cols"
      aria-label={tier.name}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TierFields
        {...{ draft }}
        id={tier.id}
        label={tier.name}
        currency={tier.price.currency}
        onDraft={setTyped}
      />
      <p class="acts">
        <button
          type="submit"
          class="btn"
          disabled={(body === null && capacity === null) || book.isBusy.value}
        >
          {fill(words.saveTier, { n: tier.name })}
        </button>
        {!isOnly && <RemoveTier tier={tier} book={book} />}
      </p>
    </form>
  );
}

function NewTierForm({ sale, book }: TiersPanelProps) {
  const words = spoken(catalogueWords);
  const [draft, setDraft] = useState(emptyTier);
  const currency = sale.tiers[0]?.price.currency ?? 'KRW';

  async function submit(): Promise<void> {
    const body = { ...tierBody(draft, currency), capacity: Number(draft.capacity) };
    if (await book.act('POST', '/tiers', body, words.tierAdded)) setDraft(emptyTier);
  }

  return (
    <form
      class="cols"
      aria-label={words.newTier}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TierFields {...{ draft, currency }} id="new" label={words.newTier} onDraft={setDraft} />
      <p class="acts">
        <button type="submit" class="btn" disabled={book.isBusy.value}>
          {words.addTier}
        </button>
      </p>
    </form>
  );
}

interface TierFieldsProps {
  readonly draft: TierDraft;
  readonly id: string;
  readonly label: string;
  readonly currency: string;
  readonly onDraft: (draft: TierDraft) => void;
}

const money = { pattern: '[0-9]+([.][0-9]{1,2})?', inputMode: 'decimal' } as const;
const whole = { pattern: '[0-9]+', inputMode: 'numeric' } as const;

function TierFields({ draft, id, label, currency, onDraft }: TierFieldsProps) {
  const words = spoken(catalogueWords);
  const field = (
    name: keyof TierDraft,
    text: string,
    {
      hint,
      ...shape
    }: { hint?: string; required?: boolean; pattern?: string; inputMode?: 'decimal' | 'numeric' },
  ) => (
    <div class="field">
      <label for={`${name}-${id}`}>{fill(text, { n: label, currency })}</label>
      <input
        id={`${name}-${id}`}
        maxLength={100}
        {...shape}
        {...(hint !== undefined && { 'aria-describedby': `${name}-hint-${id}` })}
        value={draft[name]}
        onInput={(event) => onDraft({ ...draft, [name]: event.currentTarget.value })}
      />
      {hint !== undefined && <small id={`${name}-hint-${id}`}>{hint}</small>}
    </div>
  );
  return (
    <div class="fields">
      {field('name', words.tierName, { required: true })}
      {field('price', words.price, { required: true, ...money })}
      {field('listPrice', words.listPrice, { hint: words.listPriceHint, ...money })}
      {field('attributes', words.attributes, { hint: words.attributesHint })}
      {field('capacity', words.capacity, { required: true, ...whole })}
    </div>
  );
}
