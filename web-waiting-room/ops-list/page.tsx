/** The staff's first page: all sales, and making one. */
import { useEffect, useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { spoken } from '../language/language.ts';
import { opsWords } from '../ops/words.ts';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { StaffFrame } from '../staff/staff-frame.tsx';
import { MakeSaleForm } from './make-sale-form.tsx';
import { SalesTable, type StaffSale } from './sales-table.tsx';
import { opsListWords } from './words.ts';

interface Page {
  readonly items: readonly StaffSale[];
  readonly nextCursor: string | null;
}

export function OpsListPage() {
  const words = spoken(opsListWords);
  const [found, setFound] = useState<Page | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  document.title = `${spoken(opsWords).title} · Usher`;

  async function look(cursor: string | null): Promise<void> {
    const query = cursor === null ? '' : `?${new URLSearchParams({ cursor })}`;
    const answer = await askSignedIn<Page>('GET', `/staff/sales${query}`);
    setRefusal(answer.ok ? null : answer.refusal);
    if (!answer.ok) return;
    const before = cursor === null ? [] : (found?.items ?? []);
    setFound({ items: [...before, ...answer.value.items], nextCursor: answer.value.nextCursor });
  }
  useEffect(() => void look(null), []);

  const cursor = found?.nextCursor ?? null;
  return (
    <StaffFrame area={spoken(opsWords).title} here="list">
      <section class="panel" aria-labelledby="sales" aria-busy={found === null && !refusal}>
        <header>
          <h1 class="h1" id="sales">
            {words.title}
          </h1>
          <a class="tap" href="/staff/categories">
            {words.categories}
          </a>
        </header>
        {refusal && <RefusalNote refusal={refusal} onRetry={() => void look(null)} />}
        {found === null ? (
          !refusal && <p class="quiet">{words.loading}</p>
        ) : found.items.length === 0 ? (
          <p>{words.none}</p>
        ) : (
          <SalesTable sales={found.items} />
        )}
        {cursor !== null && (
          <p>
            <button type="button" class="btn" onClick={() => void look(cursor)}>
              {words.more}
            </button>
          </p>
        )}
      </section>
      <section class="panel">
        <details>
          <summary>{words.make}</summary>
          <MakeSaleForm />
        </details>
      </section>
    </StaffFrame>
  );
}
