/** Search, kind and state. It answers while you type; without waiting for a button, and without moving the focus. */
import { useEffect, useState } from 'preact/hooks';
import { language, spoken } from '../language/language.ts';
import { categories, categoryName, depthOf } from './categories.ts';
import type { Search } from './find-sales.ts';
import { salesWords } from './words.ts';

const typedMs = 300;

export interface SearchFormProps {
  readonly search: Search;
  /** Those that sales were found in; they stand beside the tree's own where it does not have them. */
  readonly kinds: readonly string[];
  readonly onChange: (search: Search) => void;
}

export function SearchForm({ search, kinds, onChange }: SearchFormProps) {
  const words = spoken(salesWords);
  const [typed, setTyped] = useState(search.q);
  useEffect(() => setTyped(search.q), [search.q]);
  useEffect(() => {
    if (typed === search.q) return;
    const timer = setTimeout(() => onChange({ ...search, q: typed }), typedMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <search>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <div class="field">
          <label for="q">{words.search}</label>
          <input
            id="q"
            name="q"
            type="search"
            maxLength={100}
            autoComplete="off"
            placeholder={words.searchHint}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for="category">{words.kind}</label>
          <select
            id="category"
            name="category"
            value={search.category}
            onChange={(event) => onChange({ ...search, category: event.currentTarget.value })}
          >
            <option value="">{words.allKinds}</option>
            {kindsOf(search, kinds).map((kind) => (
              <option key={kind} value={kind}>
                {indent.repeat(depthOf(kind, categories.value))}
                {categoryName(kind, language.value)}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="state">{words.state}</label>
          <select
            id="state"
            name="state"
            value={search.state}
            onChange={(event) => onChange({ ...search, state: event.currentTarget.value })}
          >
            {Object.entries(words.states).map(([state, name]) => (
              <option key={state} value={state}>
                {name}
              </option>
            ))}
          </select>
        </div>
      </form>
    </search>
  );
}

const indent = '\u2003';

/** The tree in its order, then what sales say of themselves, the one that is searched for included. */
function kindsOf({ category }: Search, kinds: readonly string[]): string[] {
  const tree = categories.value.map(({ slug }) => slug);
  return [...new Set([...tree, ...kinds, category])].filter(Boolean);
}
