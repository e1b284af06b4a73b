/**
 * What buyers will see of the sale, with what is typed and not saved yet: its row in the list and its page, put together
 * from the very parts of these pages (CAT-16), so that it cannot say anything else. Only the ways on lead nowhere.
 */
import { useEffect, useState } from 'preact/hooks';
import type { SaleView, StaffSaleView } from '../../domain/sale.ts';
import { openAccent } from '../frame/accent.ts';
import { OrganiserNote } from '../frame/organiser-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { when } from '../language/time.ts';
import { BoardFace } from '../sale/board-face.tsx';
import { Details } from '../sale/details.tsx';
import { Pictures, Poster } from '../sale/pictures.tsx';
import { PriceList } from '../sale/price-list.tsx';
import { putInWords } from '../sale/put-in-words.ts';
import { type SaleBoardView, saleBoardView } from '../sale/sale-board-view.ts';
import { ShelfFace } from '../sale/shelf-face.tsx';
import { Variants } from '../sale/variants.tsx';
import { saleWords } from '../sale/words.ts';
import type { SettingsDraft } from '../sale-settings/settings-draft.ts';
import { SaleRow } from '../sales/sale-row.tsx';
import { now } from '../server-clock/server-clock.ts';
import { seenAs } from './seen-as.ts';
import { catalogueWords } from './words.ts';

export interface SeenPanelProps {
  readonly sale: StaffSaleView;
  readonly draft: SettingsDraft;
  readonly isTyped: boolean;
}

export function SeenPanel({ sale, draft, isTyped }: SeenPanelProps) {
  const words = spoken(catalogueWords);
  const { as, view } = seenAs(sale, draft, now.value);
  const seen: SaleView = view.title === '' ? { ...view, title: words.noTitle } : view;
  const [wear] = useState(() => openAccent('.seen'));
  useEffect(() => wear(seen.accent), [seen.accent]);
  const isDated = sale.state !== 'draft' || seen.opensAt !== null;
  const board = isDated
    ? saleBoardView({ sale: seen, leftUnits: null, hasPlace: false, nowMs: now.value }, language.value)
    : null;
  const said = {
    draft: words.asDraft,
    hidden: fill(words.asHidden, { time: timeOf(draft.hiddenUntil) }),
    teaser: words.asTeaser,
    shown: isTyped ? '' : words.asShown,
  }[as];
  return (
    <section class="panel seen" aria-labelledby="seen">
      <h2 id="seen">{words.seen}</h2>
      <p class="hint">
        {said} {isTyped && words.unsaved}
      </p>
      {as !== 'teaser' && board && (
        <ul class="bill">
          <SaleRow sale={seen} left={null} />
        </ul>
      )}
      <article class="card">
        {seen.mode === 'shelf' ? <OnShelf sale={seen} view={board} /> : <OnBoard sale={seen} view={board} />}
      </article>
    </section>
  );
}

const timeOf = (typed: string): string =>
  typed === '' ? '' : when(Date.parse(typed), now.value, language.value);

interface FaceProps {
  readonly sale: SaleView;
  readonly view: SaleBoardView | null;
}

function OnBoard({ sale, view }: FaceProps) {
  return (
    <>
      <div class="board">
        <Poster sale={sale} />
        <BoardFace sale={sale} view={view} heading={{ level: 'h3', id: 'seen-title' }} />
        {view && <span class="btn btn-go">{view.button.label}</span>}
      </div>
      <div class="cols">
        <Told sale={sale} />
        {sale.tiers.length > 0 && <PriceList sale={sale} />}
        <Details text={sale.description} />
      </div>
    </>
  );
}

function OnShelf({ sale, view }: FaceProps) {
  const words = spoken(putInWords);
  const [tierId, setTierId] = useState('');
  const isOpen = sale.state === 'open';
  const [first] = sale.tiers;
  const chosen = sale.tiers.find(({ id }) => id === tierId) ?? first;
  return (
    <div class="cols">
      <Pictures sale={sale} />
      <div class="stack">
        <ShelfFace sale={sale} view={view} level="h3" />
      </div>
      <Told sale={sale} />
      {chosen && sale.state !== 'closed' && (
        <>
          <Variants tiers={sale.tiers} isOpen={isOpen} chosenId={chosen.id} onChoose={setTierId} />
          <span class={`btn${isOpen ? ' btn-go' : ''}`}>{words.put}</span>
        </>
      )}
      <Details text={sale.description} />
    </div>
  );
}

/** The organiser's word, and that the rest is told later. */
function Told({ sale }: { readonly sale: SaleView }) {
  return (
    <>
      {sale.message && <OrganiserNote message={sale.message} label={spoken(saleWords).message} />}
      {sale.tiers.length === 0 && <p>{spoken(putInWords).teaser}</p>}
    </>
  );
}
