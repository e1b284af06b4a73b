/** The tree of categories: each can be renamed, moved among its brothers or below another one, and removed when empty. */
import { useEffect, useState } from 'preact/hooks';
import type { CategoryView } from '../../domain/sale.ts';
import { spoken } from '../language/language.ts';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { loadTree } from './catalogue-book.ts';
import { CategoryRow } from './category-row.tsx';
import { Frame } from './frame.tsx';
import { MakeCategoryForm } from './make-category-form.tsx';
import { catalogueWords } from './words.ts';

interface Tree {
  readonly items: readonly CategoryView[];
}
/** True when the server has done it. */
export type TreeAct = (
  method: 'POST' | 'PATCH' | 'DELETE',
  slug: string | null,
  body: unknown,
  done: string,
) => Promise<boolean>;

export function CategoriesPage() {
  const words = spoken(catalogueWords);
  const [tree, setTree] = useState<readonly CategoryView[] | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    void loadTree<CategoryView>().then((answer) =>
      answer.ok ? setTree(answer.value.items) : setRefusal(answer.refusal),
    );
  }, []);

  const act: TreeAct = async (method, slug, body, done) => {
    if (isBusy) return false;
    setBusy(true);
    setRefusal(null);
    setSaid('');
    const path = `/staff/categories${slug === null ? '' : `/${encodeURIComponent(slug)}`}`;
    const answer = await askSignedIn<Tree>(method, path, body === undefined ? {} : { body });
    setBusy(false);
    if (answer.ok) {
      setTree(answer.value.items);
      setSaid(done);
    } else setRefusal(answer.refusal);
    return answer.ok;
  };

  return (
    <Frame title={words.treeTitle} refusal={refusal} said={said}>
      <section class="panel" aria-labelledby="tree" aria-busy={tree === null && !refusal}>
        <h2 id="tree">{words.tree}</h2>
        <p class="hint">{words.treeLead}</p>
        {tree?.length === 0 && <p>{words.noTree}</p>}
        <ul class="shelf-list">
          {tree?.map((category) => (
            <CategoryRow key={category.slug} {...{ category, tree, act, isBusy }} />
          ))}
        </ul>
      </section>
      <MakeCategoryForm tree={tree ?? []} act={act} isBusy={isBusy} />
    </Frame>
  );
}
