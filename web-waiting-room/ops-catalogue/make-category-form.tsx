/** A new category. */
import { useState } from 'preact/hooks';
import type { CategoryView } from '../../domain/sale.ts';
import { spoken } from '../language/language.ts';
import type { TreeAct } from './categories-page.tsx';
import { CategoryNames, ParentChoice } from './category-fields.tsx';
import { catalogueWords } from './words.ts';

const nothing = { slug: '', parent: null as string | null, name: { ko: '', en: '' } };

export interface MakeCategoryFormProps {
  readonly tree: readonly CategoryView[];
  readonly act: TreeAct;
  readonly isBusy: boolean;
}

export function MakeCategoryForm({ tree, act, isBusy }: MakeCategoryFormProps) {
  const words = spoken(catalogueWords);
  const [draft, setDraft] = useState(nothing);

  async function submit(): Promise<void> {
    if (await act('POST', null, draft, words.made)) setDraft({ ...nothing, parent: draft.parent });
  }

  return (
    <form
      class="panel cols"
      aria-labelledby="make"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2 id="make">{words.make}</h2>
      <div class="fields">
        <div class="field">
          <label for="slug-new">{words.slug}</label>
          <input
            id="slug-new"
            required
            maxLength={64}
            pattern="[a-z0-9]+(-[a-z0-9]+)*"
            aria-describedby="slug-hint"
            value={draft.slug}
            onInput={(event) => setDraft({ ...draft, slug: event.currentTarget.value })}
          />
          <small id="slug-hint">{words.slugHint}</small>
        </div>
        <CategoryNames id="new" name={draft.name} onName={(name) => setDraft({ ...draft, name })} />
        <ParentChoice
          id="new"
          parent={draft.parent}
          tree={tree}
          onParent={(parent) => setDraft({ ...draft, parent })}
        />
      </div>
      <button type="submit" class="btn btn-go wide" disabled={isBusy}>
        {words.makeGo}
      </button>
    </form>
  );
}
