/** One sale of the catalogue: what it is, its pictures, its variants, and beside it what buyers will see. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { StaffSaleView } from '../../domain/sale.ts';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import { type SettingsDraft, settingsChange, settingsOf } from '../sale-settings/settings-draft.ts';
import { categories, loadCategories } from '../sales/categories.ts';
import { type CatalogueBook, openBook } from './catalogue-book.ts';
import { DeletePanel } from './delete-panel.tsx';
import { Frame } from './frame.tsx';
import { PicturesPanel } from './pictures-panel.tsx';
import { SeenPanel } from './seen-panel.tsx';
import { SettingsForm } from './settings-form.tsx';
import { TiersPanel } from './tiers-panel.tsx';
import { catalogueWords } from './words.ts';

export function SalePage({ slug }: { readonly slug: string }) {
  const words = spoken(catalogueWords);
  const book = useMemo(() => openBook(slug), [slug]);
  useEffect(() => void book.load(), [book]);
  const sale = book.sale.value;
  const title = sale ? fill(words.of, { title: sale.title }) : words.title;
  return (
    <Frame title={title} refusal={book.refusal.value} said={book.said.value}>
      {sale ? (
        <WholeSale sale={sale} book={book} />
      ) : (
        !book.refusal.value && <p class="quiet">{words.loading}</p>
      )}
    </Frame>
  );
}

function WholeSale({ sale, book }: { readonly sale: StaffSaleView; readonly book: CatalogueBook }) {
  const words = spoken(catalogueWords);
  /** Only what was touched: the other fields show what stands. */
  const [typed, setTyped] = useState<Partial<SettingsDraft>>({});
  useEffect(() => void loadCategories(), []);
  const draft: SettingsDraft = { ...settingsOf(sale), ...typed };
  return (
    <>
      <p class="acts">
        <a class="tap" href={`/ops/${encodeURIComponent(sale.slug)}`}>
          {words.steer}
        </a>
        <a class="tap" href="/staff/categories">
          {words.toTree}
        </a>
      </p>
      <div class="catalogue">
        <div class="cols">
          <SettingsForm
            {...{ sale, book, draft }}
            tree={categories.value}
            onChange={(change) => setTyped({ ...typed, ...change })}
            onSaved={() => setTyped({})}
          />
          <PicturesPanel sale={sale} book={book} />
          <TiersPanel sale={sale} book={book} />
          <DeletePanel sale={sale} book={book} />
        </div>
        <SeenPanel sale={sale} draft={draft} isTyped={settingsChange(sale, draft) !== null} />
      </div>
    </>
  );
}
