/** Title, category, place, details, and from when they are told. */
import type { CategoryView, StaffSaleView } from '../../domain/sale.ts';
import { language, spoken } from '../language/language.ts';
import type { CatalogueBook } from './catalogue-book.ts';
import { type TextsDraft, textsChange } from './catalogue-draft.ts';
import { treeOptions } from './tree-options.ts';
import { catalogueWords } from './words.ts';

export interface TextsFormProps {
  readonly sale: StaffSaleView;
  readonly book: CatalogueBook;
  readonly draft: TextsDraft;
  readonly tree: readonly CategoryView[];
  readonly onDraft: (draft: TextsDraft | null) => void;
}

export function TextsForm({ sale, book, draft, tree, onDraft }: TextsFormProps) {
  const words = spoken(catalogueWords);
  const change = textsChange(sale, draft);
  const options = treeOptions(tree, language.value);
  const isFiled = draft.category === '' || options.some(({ slug }) => slug === draft.category);
  const set = (wish: Partial<TextsDraft>) => onDraft({ ...draft, ...wish });

  async function submit(): Promise<void> {
    if (change !== null && (await book.act('PATCH', '', change, words.saved))) onDraft(null);
  }

  return (
    <form
      class="panel cols"
      aria-labelledby="texts"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2 id="texts">{words.texts}</h2>
      <div class="fields">
        <div class="field">
          <label for="title">{words.name}</label>
          <input
            id="title"
            required
            maxLength={200}
            value={draft.title}
            onInput={(event) => set({ title: event.currentTarget.value })}
          />
        </div>
        <div class="field">
          <label for="category">{words.category}</label>
          <select
            id="category"
            value={draft.category}
            onChange={(event) => set({ category: event.currentTarget.value })}
          >
            <option value="">{words.noCategory}</option>
            {!isFiled && <option value={draft.category}>{draft.category}</option>}
            {options.map(({ slug, label }) => (
              <option key={slug} value={slug}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="venue">{words.venue}</label>
          <input
            id="venue"
            maxLength={200}
            value={draft.venue}
            onInput={(event) => set({ venue: event.currentTarget.value })}
          />
        </div>
        <div class="field">
          <label for="hidden-until">{words.hiddenUntil}</label>
          <input
            type="datetime-local"
            id="hidden-until"
            aria-describedby="hidden-hint"
            value={draft.hiddenUntil}
            onInput={(event) => set({ hiddenUntil: event.currentTarget.value })}
          />
          <small id="hidden-hint">{words.hiddenHint}</small>
        </div>
      </div>
      <div class="field">
        <label for="description">{words.description}</label>
        <textarea
          id="description"
          rows={5}
          maxLength={10_000}
          value={draft.description}
          onInput={(event) => set({ description: event.currentTarget.value })}
        />
      </div>
      <label class="pick">
        <input
          type="checkbox"
          checked={draft.hideBeforeOpening}
          onChange={(event) => set({ hideBeforeOpening: event.currentTarget.checked })}
        />
        {words.hideBeforeOpening}
      </label>
      <button type="submit" class="btn btn-go wide" disabled={change === null || book.isBusy.value}>
        {book.isBusy.value ? words.saving : change === null ? words.unchanged : words.save}
      </button>
    </form>
  );
}
