/** One category of the tree: its names, where it stands, and removing it. */
import { useState } from 'preact/hooks';
import type { CategoryView } from '../../domain/sale.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import type { TreeAct } from './categories-page.tsx';
import { CategoryNames, ParentChoice } from './category-fields.tsx';
import { brothersOf, mayHold, treeOptions } from './tree-options.ts';
import { catalogueWords } from './words.ts';

export interface CategoryRowProps {
  readonly category: CategoryView;
  readonly tree: readonly CategoryView[];
  readonly act: TreeAct;
  readonly isBusy: boolean;
}

export function CategoryRow({ category, tree, act, isBusy }: CategoryRowProps) {
  const words = spoken(catalogueWords);
  const { slug } = category;
  const [name, setName] = useState(category.name);
  const [parent, setParent] = useState(category.parent);
  const shown = category.name[language.value];
  const brothers = brothersOf(tree, category);
  const at = brothers.findIndex((brother) => brother.slug === slug);
  const depth = treeOptions(tree, language.value).find((option) => option.slug === slug)?.depth ?? 0;
  const change = {
    ...((name.ko !== category.name.ko || name.en !== category.name.en) && { name }),
    ...(parent !== category.parent && { parent }),
  };
  const move = (position: number) => void act('PATCH', slug, { position }, words.moved);
  return (
    <li class="tree-row" data-depth={depth}>
      <p class="acts">
        <b>{shown}</b>
        <code>{slug}</code>
        <button
          type="button"
          class="btn"
          aria-label={fill(words.up, { n: shown })}
          disabled={at === 0 || isBusy}
          onClick={() => move(at - 1)}
        >
          ↑
        </button>
        <button
          type="button"
          class="btn"
          aria-label={fill(words.down, { n: shown })}
          disabled={at === brothers.length - 1 || isBusy}
          onClick={() => move(at + 1)}
        >
          ↓
        </button>
      </p>
      <details>
        <summary>{fill(words.edit, { n: shown })}</summary>
        <form
          class="cols"
          aria-label={fill(words.edit, { n: shown })}
          onSubmit={(event) => {
            event.preventDefault();
            void act('PATCH', slug, change, words.saved);
          }}
        >
          <div class="fields">
            <CategoryNames id={slug} name={name} onName={setName} />
            <ParentChoice id={slug} parent={parent} tree={mayHold(tree, category)} onParent={setParent} />
          </div>
          <p class="acts">
            <button type="submit" class="btn" disabled={Object.keys(change).length === 0 || isBusy}>
              {fill(words.saveCategory, { n: shown })}
            </button>
            <button
              type="button"
              class="btn btn-text"
              disabled={isBusy}
              onClick={() => void act('DELETE', slug, undefined, words.removed)}
            >
              {fill(words.removeCategory, { n: shown })}
            </button>
          </p>
        </form>
      </details>
    </li>
  );
}
