/**
 * Basket and wishlist: what can be ordered now and into which orders it falls, what needs a line first, what is gone, and
 * the orders that were made here and wait to be paid.
 */
import { useLayoutEffect, useState } from 'preact/hooks';
import type { BasketItem } from '../../domain/basket-standing.ts';
import type { OrderView } from '../../domain/order-view.ts';
import { keptList } from '../browser-storage/kept-list.ts';
import { checkoutAddress } from '../frame/page-address.ts';
import { ShopBar } from '../frame/shop-bar.tsx';
import { ShopFoot } from '../frame/shop-foot.tsx';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import { signedIn, wasSignedIn } from '../signing-in/signed-in.ts';
import { ItemRow } from './item-row.tsx';
import { ListRefusal } from './list-refusal.tsx';
import { isUnpaid, type MadeOrders } from './made-orders.ts';
import { MadeOrdersPanel } from './made-orders-panel.tsx';
import type { OpenList } from './open-list.ts';
import type { Ordering } from './ordering.ts';
import { OrderingForm } from './ordering-form.tsx';
import { Results } from './results.tsx';
import { SaleItems } from './sale-items.tsx';
import { Wishes } from './wishes.tsx';
import { basketWords } from './words.ts';

export interface BasketPageProps {
  readonly basket: OpenList;
  readonly wishes: OpenList;
  readonly ordering: Ordering;
  readonly made: MadeOrders;
}

export function BasketPage({ basket, wishes, ordering, made }: BasketPageProps) {
  const words = spoken(basketWords);
  /** Everything that can be ordered is chosen until somebody says otherwise. */
  const [unchosen, setUnchosen] = useState<ReadonlySet<string>>(new Set());
  /** What was changed last, for the words of a refusal. */
  const [about, setAbout] = useState<BasketItem | null>(null);
  const view = basket.view.value;
  const items = view?.items ?? [];
  const account = signedIn.value?.account ?? null;
  const canBeOrdered = ({ standing, sale }: BasketItem) =>
    standing === 'ready' && (account !== null || sale?.audience === 'anyone');
  const chosen = items.filter((item) => canBeOrdered(item) && !unchosen.has(item.tierId));
  const isHere = account === null && !wasSignedIn();
  const unpaid = made.orders.value.filter(({ state }) => isUnpaid(state));
  document.title = `${words.title} · Usher`;
  useLayoutEffect(() => {
    if (view !== null && location.pathname === '/wishlist') document.getElementById('wishes')?.focus();
  }, [view === null]);

  const isPlacing = ordering.isPlacing.value;
  const isTold = !isPlacing && ordering.parts.value.length > 0;
  useLayoutEffect(() => {
    // The button that was pressed stands far below what came of it.
    if (isTold) document.getElementById('results')?.focus();
  }, [isTold]);

  async function putBack(order: OrderView): Promise<void> {
    const { slug, title } = order.sale;
    const lines = order.lines.map(({ tierId, quantity, name }) => ({ tierId, quantity, name, slug, title }));
    if ((await basket.put(...lines)) === null) made.forget(order.id);
  }

  const refusal = basket.refusal.value;
  const isBusy = basket.isBusy.value || isPlacing;
  return (
    <>
      <ShopBar here="basket" />
      <main class="page" id="main">
        <h1 class="h1">{words.title}</h1>
        <p class="sr" role="status">
          {isPlacing ? words.placing : ''}
        </p>
        <Results ordering={ordering} items={items} />
        <MadeOrdersPanel made={made} onAgain={(order) => void putBack(order)} />
        {refusal && (
          <ListRefusal
            refusal={refusal}
            about={about}
            onRetry={view === null ? () => void basket.load() : undefined}
          />
        )}
        {view === null && refusal === null && <p class="quiet">{words.loading}</p>}
        {view !== null && items.length === 0 && (
          <div class="row">
            <p>{words.empty}</p>
            <a class="btn" href="/">
              {words.sales}
            </a>
          </div>
        )}
        {[...Map.groupBy(items, ({ slug }) => slug)].map(([slug, ofSale]) => (
          <SaleItems key={slug} items={ofSale} isSignedIn={account !== null}>
            {ofSale.map((item) => (
              <ItemRow
                key={item.tierId}
                item={item}
                isChosen={canBeOrdered(item) ? !unchosen.has(item.tierId) : null}
                isBusy={isBusy}
                onChoose={(isChosen) => {
                  const others = [...unchosen].filter((tierId) => tierId !== item.tierId);
                  setUnchosen(new Set(isChosen ? others : [...others, item.tierId]));
                }}
                onQuantity={(quantity) => {
                  setAbout(item);
                  void basket.set(item, quantity);
                }}
              />
            ))}
          </SaleItems>
        ))}
        {items.some(canBeOrdered) && (
          <OrderingForm ordering={ordering} chosen={chosen} account={account} isSecond={unpaid.length > 0} />
        )}
        {account !== null && keptList('basket').length > 0 && (
          <p class="note">{fill(words.rest, { n: keptList('basket').length })}</p>
        )}
        {isHere && items.length > 0 && (
          <p class="quiet small">
            {words.here} <a href="/account?next=/basket">{words.signIn}</a>
          </p>
        )}
        {/* What is to come above it would push it down. */}
        {(view !== null || refusal !== null) && <Wishes basket={basket} wishes={wishes} />}
      </main>
      <ShopFoot />
    </>
  );
}

/** One order that is held leads straight to its payment; several are shown one beside the other. */
export function onlyOrderHeld(ordering: Ordering): string | null {
  const [only, ...others] = ordering.parts.value;
  return only?.orderId !== undefined && others.length === 0 ? checkoutAddress(only.slug) : null;
}
