/** The tiers of a new sale: name, price, number; at least one. */
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import { Field } from '../sale-settings/fields.tsx';
import { emptyTier, type TierDraft } from './new-sale.ts';
import { opsListWords } from './words.ts';

export interface TierFieldsProps {
  readonly tiers: readonly TierDraft[];
  /** Of all of them. */
  readonly currency: string;
  readonly onChange: (tiers: readonly TierDraft[]) => void;
  readonly onCurrency: (currency: string) => void;
}

const currencies = ['KRW', 'EUR', 'USD'];

export function TierFields({ tiers, currency, onChange, onCurrency }: TierFieldsProps) {
  const words = spoken(opsListWords);
  const set = (key: number, change: Partial<TierDraft>) =>
    onChange(tiers.map((tier) => (tier.key === key ? { ...tier, ...change } : tier)));
  const next = Math.max(...tiers.map(({ key }) => key)) + 1;
  return (
    <fieldset class="cols">
      <legend>{words.tiers}</legend>
      <div class="fields">
        <Field name="currency" label={words.currency}>
          <select id="currency" value={currency} onChange={(event) => onCurrency(event.currentTarget.value)}>
            {currencies.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </Field>
      </div>
      {tiers.map((tier, index) => {
        const field = (
          name: Exclude<keyof TierDraft, 'key'>,
          label: string,
          pattern?: string,
          isOptional = false,
        ) => (
          <div class="field">
            <label for={`${name}-${tier.key}`}>{fill(label, { n: index + 1 })}</label>
            <input
              type="text"
              id={`${name}-${tier.key}`}
              required={!isOptional}
              {...(pattern && { pattern, inputMode: 'decimal' as const })}
              value={tier[name]}
              onInput={(event) => set(tier.key, { [name]: event.currentTarget.value })}
            />
          </div>
        );
        return (
          <div class="fields" key={tier.key}>
            {field('name', words.tierName)}
            {field('price', words.price, '[0-9]+([.][0-9]{1,2})?')}
            {field('capacity', words.capacity, '[0-9]+')}
            {field('listPrice', words.listPrice, '[0-9]+([.][0-9]{1,2})?', true)}
            {field('attributes', words.attributes, undefined, true)}
            {tiers.length > 1 && (
              <button
                type="button"
                class="btn btn-text"
                onClick={() => onChange(tiers.filter(({ key }) => key !== tier.key))}
              >
                {fill(words.removeTier, { n: index + 1 })}
              </button>
            )}
          </div>
        );
      })}
      <p>
        <button type="button" class="btn" onClick={() => onChange([...tiers, { key: next, ...emptyTier }])}>
          {words.addTier}
        </button>
      </p>
    </fieldset>
  );
}
