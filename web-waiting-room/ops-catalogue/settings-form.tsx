/**
 * Every setting of a sale (OPS-7): what it is, and how it sells. What publishing fixed is told, not asked. Both halves are
 * saved together, whichever button is pressed: a sale is not published without the words that were typed for it.
 */
import type { CategoryView, StaffSaleView } from '../../domain/sale.ts';
import { spoken } from '../language/language.ts';
import { FixedFacts } from '../sale-settings/fixed-facts.tsx';
import { HowFields } from '../sale-settings/how-fields.tsx';
import { publishes, type SettingsDraft, settingsChange } from '../sale-settings/settings-draft.ts';
import { WhatFields } from '../sale-settings/what-fields.tsx';
import { settingWords } from '../sale-settings/words.ts';
import type { CatalogueBook } from './catalogue-book.ts';

export interface SettingsFormProps {
  readonly sale: StaffSaleView;
  readonly book: CatalogueBook;
  readonly draft: SettingsDraft;
  readonly tree: readonly CategoryView[];
  readonly onChange: (change: Partial<SettingsDraft>) => void;
  /** The sale stands as it was typed. */
  readonly onSaved: () => void;
}

export function SettingsForm({ sale, book, draft, tree, onChange, onSaved }: SettingsFormProps) {
  const words = spoken(settingWords);
  const change = settingsChange(sale, draft);
  const willBePublic = publishes(sale.state, draft);
  const isBusy = book.isBusy.value;

  async function submit(): Promise<void> {
    const done = willBePublic ? words.published : words.saved;
    if (change !== null && (await book.act('PATCH', '', change, done))) onSaved();
  }

  const go = willBePublic ? words.publish : words.save;
  const save = (looks: string) => (
    <button type="submit" class={looks} disabled={change === null || isBusy}>
      {isBusy ? words.saving : change === null ? words.unchanged : go}
    </button>
  );
  return (
    <form
      class="cols"
      aria-label={words.settings}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <section class="panel cols" aria-labelledby="what">
        <h2 id="what">{words.what}</h2>
        <WhatFields {...{ draft, tree, onChange }} />
        {save('btn')}
      </section>
      <section class="panel cols" aria-labelledby="how">
        <h2 id="how">{words.how}</h2>
        {sale.state === 'draft' ? <p class="hint">{words.draft}</p> : <FixedFacts sale={sale} />}
        <HowFields {...{ draft, onChange }} state={sale.state} />
        {save('btn btn-go')}
      </section>
    </form>
  );
}
