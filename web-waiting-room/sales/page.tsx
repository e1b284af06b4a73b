/** The list of sales: search, kind and state, then a bill with one row a sale. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SaleView } from '../../domain/sale.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { ShopBar } from '../frame/shop-bar.tsx';
import { ShopFoot } from '../frame/shop-foot.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import type { Refusal } from '../server/ask.ts';
import { loadCategories } from './categories.ts';
import { findSales, leftIn, queryOf, type Search, searchOf } from './find-sales.ts';
import { SaleRow } from './sale-row.tsx';
import { SearchForm } from './search-form.tsx';
import { salesWords } from './words.ts';

const refreshMs = 15_000;
const firstPageMax = 50;
const none: ReadonlyMap<string, number> = new Map();

interface Found {
  readonly sales: readonly SaleView[];
  readonly cursor: string | null;
}

export function SalesPage() {
  const [search, setSearch] = useState<Search>(() => searchOf(location.search));
  const [found, setFound] = useState<Found | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [left, setLeft] = useState(none);
  const [kinds, setKinds] = useState<readonly string[]>([]);
  /** Answers that come after a newer question are not shown. */
  const asked = useRef(0);
  const shown = useRef(0);
  const words = spoken(salesWords);
  document.title = `${words.title} · Usher`;

  async function look(cursor: string | null = null): Promise<void> {
    const mine = ++asked.current;
    const answer = await findSales(search, cursor);
    if (mine !== asked.current) return;
    setRefusal(answer.ok ? null : answer.refusal);
    if (!answer.ok) return;
    const sales = cursor === null ? answer.value.items : [...(found?.sales ?? []), ...answer.value.items];
    setFound({ sales, cursor: answer.value.nextCursor });
    shown.current = sales.length;
    setKinds((known) =>
      [...new Set([...known, ...sales.map(({ category }) => category)])].filter(Boolean).sort(),
    );
    setLeft(await leftIn(sales.filter(({ state }) => state === 'open').map(({ slug }) => slug)));
  }

  useEffect(() => {
    history.replaceState(null, '', `${location.pathname}${queryOf({ ...search })}`);
    void look();
    const timer = setInterval(() => {
      // Whoever has opened further pages is reading them; a refresh would take them away.
      if (!document.hidden && shown.current <= firstPageMax) void look();
    }, refreshMs);
    return () => clearInterval(timer);
  }, [search]);

  useEffect(() => void loadCategories(), []);
  const groups = groupsOf(found?.sales ?? [], words);
  const isSearching = queryOf({ ...search }) !== '';
  return (
    <>
      <ShopBar here="sales" />
      <main class="page" id="main">
        <h1 class="h1">{words.title}</h1>
        <SearchForm search={search} kinds={kinds} onChange={setSearch} />
        {refusal && <RefusalNote refusal={refusal} onRetry={() => void look()} />}
        {found === null && !refusal && <p class="quiet">{words.loading}</p>}
        <p class="sr" role="status">
          {found &&
            (found.sales.length === 1
              ? words.foundOne
              : fill(words.found, { n: count(found.sales.length, language.value) }))}
        </p>
        {groups.map(({ key, title, sales }) => (
          <section key={key} aria-labelledby={key}>
            <h2 class="h2" id={key}>
              {title}
            </h2>
            <ul class="bill">
              {sales.map((sale) => (
                <SaleRow key={sale.id} sale={sale} left={left.get(sale.slug) ?? null} />
              ))}
            </ul>
          </section>
        ))}
        {found?.sales.length === 0 && (
          <div class="row">
            <p>{isSearching ? words.none : words.noneYet}</p>
            {isSearching && (
              <button type="button" class="btn" onClick={() => setSearch({ q: '', category: '', state: '' })}>
                {words.all}
              </button>
            )}
          </div>
        )}
        {found?.cursor && (
          <p class="row">
            <button type="button" class="btn" onClick={() => void look(found.cursor)}>
              {words.more}
            </button>
          </p>
        )}
      </main>
      <ShopFoot />
    </>
  );
}

function groupsOf(sales: readonly SaleView[], words: (typeof salesWords)['en']) {
  const of = (...states: readonly SaleView['state'][]) => sales.filter(({ state }) => states.includes(state));
  return [
    { key: 'now', title: words.openNow, sales: of('open', 'paused') },
    { key: 'soon', title: words.coming, sales: of('lobby', 'draft') },
    { key: 'over', title: words.over, sales: of('soldOut', 'closed') },
  ].filter((group) => group.sales.length > 0);
}
