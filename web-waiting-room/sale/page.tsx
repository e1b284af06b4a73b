/** The page of one sale: what it is, when it opens, what it costs, how it goes, and the way into its line. */
import type { Signal } from '@preact/signals';
import type { SaleView } from '../../domain/sale.ts';
import { keptLine } from '../browser-storage/kept-line.ts';
import { orderOf } from '../browser-storage/kept-order.ts';
import { LanguageSwitch } from '../frame/language-switch.tsx';
import { OrganiserNote } from '../frame/organiser-note.tsx';
import { orderAddress } from '../frame/page-address.ts';
import { RefusalBoard } from '../frame/refusal-board.tsx';
import { ShopFoot } from '../frame/shop-foot.tsx';
import { TestMoney } from '../frame/test-money.tsx';
import { language, spoken } from '../language/language.ts';
import type { LoadedSale } from '../server/load-sale.ts';
import { now } from '../server-clock/server-clock.ts';
import { anyRefusal } from '../words/any-refusal.ts';
import { BoardFace } from './board-face.tsx';
import { Details } from './details.tsx';
import { HowItGoes } from './how-it-goes.tsx';
import { Poster } from './pictures.tsx';
import { PriceList } from './price-list.tsx';
import { PutIn } from './put-in.tsx';
import { putInWords } from './put-in-words.ts';
import { saleBoardView } from './sale-board-view.ts';
import { ShelfPage } from './shelf-page.tsx';
import { saleWords } from './words.ts';

export interface SalePageProps {
  readonly loaded: Signal<LoadedSale>;
  readonly leftUnits: Signal<number | null>;
}

export function SalePage({ loaded, leftUnits }: SalePageProps) {
  const { value: sale, refusal } = loaded.value;
  const words = spoken(saleWords);
  if (sale === null)
    return refusal === null ? (
      <div class="alone">
        <div class="board" />
      </div>
    ) : (
      <RefusalBoard
        code={refusal.code}
        words={anyRefusal(refusal.code, language.value)}
        onRetry={() => location.reload()}
      />
    );
  document.title = `${sale.title} · Usher`;
  if (sale.mode === 'shelf') return <ShelfPage sale={sale} leftUnits={leftUnits.value} />;
  return (
    <div class="split">
      <a class="skip" href="#about">
        {words.skip}
      </a>
      <SaleBoard sale={sale} leftUnits={leftUnits.value} />
      <aside class="rest" id="about" tabIndex={-1} aria-label={words.about}>
        <TestMoney />
        {sale.message && <OrganiserNote message={sale.message} label={words.message} />}
        {sale.tiers.length > 0 ? (
          <>
            <PriceList sale={sale} />
            <ChooseAhead sale={sale} />
          </>
        ) : (
          <p>{spoken(putInWords).teaser}</p>
        )}
        <HowItGoes sale={sale} />
        <Details text={sale.description} />
      </aside>
      <ShopFoot />
    </div>
  );
}

function SaleBoard({ sale, leftUnits }: { readonly sale: SaleView; readonly leftUnits: number | null }) {
  const words = spoken(saleWords);
  const hasPlace = keptLine(sale.slug)?.receipt !== undefined;
  const view = saleBoardView({ sale, leftUnits, hasPlace, nowMs: now.value }, language.value);
  const order = orderOf(sale.slug);
  return (
    <div class="board">
      <header class="top">
        <p>
          <a class="tap" href="/">
            {words.all}
          </a>
        </p>
        <LanguageSwitch />
      </header>
      <Poster sale={sale} />
      <main id="main">
        <BoardFace sale={sale} view={view} heading={{ level: 'h1', id: 'title' }} />
        <div class="row">
          <a class="btn btn-go wide" href={view.button.href}>
            {view.button.label}
          </a>
          {order && (
            <a class="btn btn-text" href={orderAddress(order)}>
              {words.orderLink}
            </a>
          )}
        </div>
      </main>
    </div>
  );
}

/** What is put into the basket here is filled in at the checkout, once it is the visitor's turn. */
function ChooseAhead({ sale }: { readonly sale: SaleView }) {
  const words = spoken(putInWords);
  if (sale.state === 'closed' || sale.state === 'soldOut') return null;
  return (
    <details>
      <summary>{words.ahead}</summary>
      <p class="quiet small">{words.aheadText}</p>
      <PutIn sale={sale} isNext={false} />
    </details>
  );
}
