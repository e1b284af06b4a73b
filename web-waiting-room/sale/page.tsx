/** The page of one sale: what it is, when it opens, what it costs, how it goes, and the way into its line. */
import type { Signal } from '@preact/signals';
import type { SaleView } from '../../domain/sale.ts';
import { keptLine } from '../browser-storage/kept-line.ts';
import { orderOf } from '../browser-storage/kept-order.ts';
import { LanguageSwitch } from '../frame/language-switch.tsx';
import { OrganiserNote } from '../frame/organiser-note.tsx';
import { orderAddress } from '../frame/page-address.ts';
import { RefusalBoard } from '../frame/refusal-board.tsx';
import { pictureAddress } from '../frame/sale-picture.ts';
import { ShopFoot } from '../frame/shop-foot.tsx';
import { TestMoney } from '../frame/test-money.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { dateAndTimeThere, msOf } from '../language/time.ts';
import { categoryName } from '../sales/categories.ts';
import type { LoadedSale } from '../server/load-sale.ts';
import { now } from '../server-clock/server-clock.ts';
import { TierList } from '../stock/tier-list.tsx';
import { anyRefusal } from '../words/any-refusal.ts';
import { HowItGoes } from './how-it-goes.tsx';
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
  if (sale.mode === 'shelf')
    return <ShelfPage sale={sale} leftUnits={leftUnits.value} under={whenAndWhere(sale)} />;
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
            <Prices sale={sale} />
            <ChooseAhead sale={sale} />
          </>
        ) : (
          <p>{spoken(putInWords).teaser}</p>
        )}
        <HowItGoes sale={sale} />
        {sale.description && (
          <section>
            <h2>{words.details}</h2>
            <p class="told">{sale.description}</p>
          </section>
        )}
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
      {sale.picture && (
        <div class="poster">
          <img src={pictureAddress(sale.picture)} alt="" />
        </div>
      )}
      <main id="main">
        <section class="place" aria-labelledby="title">
          <h1 class="say" id="title">
            {sale.title}
          </h1>
          <p class="lead">{whenAndWhere(sale)}</p>
          <p>
            {view.label && <span class="label">{view.label}</span>}
            {view.isTimer ? (
              <span class="num num-2" role="timer" aria-live="off">
                {view.figure}
              </span>
            ) : (
              <span class="num num-2" key={view.figure}>
                {view.figure}
              </span>
            )}
          </p>
          <p class="quiet">{view.under}</p>
        </section>
        <div class="note">
          <p>
            <b>{view.noteTitle}</b>
          </p>
          <p class="quiet small">{view.noteText}</p>
        </div>
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

function Prices({ sale }: { readonly sale: SaleView }) {
  const words = spoken(saleWords);
  const isOpen = sale.state !== 'lobby' && sale.state !== 'draft';
  const unit = sale.fulfilment === 'ticket' ? words.units : words.pieces;
  const tiers = sale.tiers.map(({ id, name, price, capacity, availability }) => ({
    id,
    name,
    price,
    note: fill(unit, { n: count(capacity, language.value) }),
    ...(isOpen && { availability }),
  }));
  return (
    <section>
      <h2>{words.prices}</h2>
      <TierList tiers={tiers} />
      <p class="quiet small after">{fill(words.limit, { n: sale.perVisitorMax })}</p>
    </section>
  );
}

/** What is put into the basket here is filled in at the checkout, once it is the visitor's turn. */
function ChooseAhead({ sale }: { readonly sale: SaleView }) {
  const words = spoken(putInWords);
  if (sale.state === 'closed') return null;
  return (
    <details>
      <summary>{words.ahead}</summary>
      <p class="quiet small">{words.aheadText}</p>
      <PutIn sale={sale} isNext={false} />
    </details>
  );
}

function whenAndWhere({ startsAt, timeZone, venue, category }: SaleView): string {
  const startsMs = msOf(startsAt);
  const at = startsMs === null ? null : dateAndTimeThere(startsMs, timeZone, language.value);
  return [at, venue].filter(Boolean).join(', ') || categoryName(category, language.value);
}
