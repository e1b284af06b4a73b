/** A panel with a list that comes page by page, and is read anew when something in it was decided. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { spoken } from '../language/language.ts';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import type { Page } from './orders-asked.ts';
import { ordersWords } from './words.ts';

export interface PagedPanelProps<Item> {
  readonly id: string;
  readonly title: string;
  readonly says: string;
  readonly none: string;
  /** Of the list, with its query. */
  readonly path: string;
  /** What is shown of one; `onDone` reads the list anew. */
  readonly row: (item: Item, onDone: () => void) => ComponentChildren;
}

export function PagedPanel<Item extends { readonly id: string }>(props: PagedPanelProps<Item>) {
  const { id, title, says, none, path, row } = props;
  const words = spoken(ordersWords);
  const [page, setPage] = useState<Page<Item> | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function look(after: Page<Item> | null = null): Promise<void> {
    const cursor = after?.nextCursor ? new URLSearchParams({ cursor: after.nextCursor }).toString() : '';
    const query = cursor === '' ? '' : `${path.includes('?') ? '&' : '?'}${cursor}`;
    const answer = await askSignedIn<Page<Item>>('GET', `${path}${query}`);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setPage({ ...answer.value, items: [...(after?.items ?? []), ...answer.value.items] });
  }
  useEffect(() => void look(), []);

  return (
    <section class="panel cols" aria-labelledby={id} aria-busy={page === null && !refusal}>
      <h2 id={id}>{title}</h2>
      <p class="quiet">{says}</p>
      {refusal && <RefusalNote refusal={refusal} onRetry={() => void look()} />}
      {page?.items.length === 0 && <p class="quiet">{none}</p>}
      {page && page.items.length > 0 && (
        <ul class="rows">
          {page.items.map((item) => (
            <li key={item.id}>
              <div class="cols">{row(item, () => void look())}</div>
            </li>
          ))}
        </ul>
      )}
      {page?.nextCursor && (
        <p>
          <button type="button" class="btn" onClick={() => void look(page)}>
            {words.more}
          </button>
        </p>
      )}
    </section>
  );
}
