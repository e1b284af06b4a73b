/**
 * Basket and wishlist: what can be ordered now and into which orders it falls, what needs a line first, what is gone, and
 * the orders that were made here and wait to be paid.
 */
import { useEffect, useState } from 'preact/hooks';
import type { BasketItem } from '../../domain/basket-standing.ts';
import { LIST_ITEMS_MAX } from '../../domain/limits.ts';
import type { OrderView } from '../../domain/order-view.ts';
import { keptList } from '../browser-storage/kept-list.ts';
import { checkoutAddress } from '../frame/page-address.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { ShopBar } from '../frame/shop-bar.tsx';
import { ShopFoot } from '../frame/shop-foot.tsx';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import { signedIn, wasSignedIn } from '../signing-in/signed-in.ts';
import { ItemRow } from './item-row.tsx';
import { isUnpaid, type MadeOrders } from './made-orders.ts';
import { MadeOrdersPanel } from './made-orders-panel.tsx';
import { moveWish } from './move-wish.ts';
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
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const view = basket.view.value;
  const items = view?.items ?? [];
  const account = signedIn.value?.account ?? null;
  const canBeOrdered = ({ standing, sale }: BasketItem) =>
    standing === 'ready' && (account !== null || sale?.audience === 'anyone');
  const chosen = items.filter((item) => canBeOrdered(item) && !left.has(item.tierId));
  const isHere = account === null && !wasSignedIn();
  const unpaid = made.orders.value.filter(({ state }) => isUnpaid(state));
  document.title = `${words.title} · Usher`;
  useEffect(() => {
    if (view !== null && location.pathname === '/wishlist') document.getElementById('wishes')?.focus();
  }, [view === null]);

  const isPlacing = ordering.isPlacing.value;
  const isTold = !isPlacing && ordering.parts.value.length > 0;
  useEffect(() => {
    // The button that was pressed stands far below what came of it.
    if (isTold) document.getElementById('results')?.focus();
  }, [isTold]);

  async function putBack(order: OrderView): Promise<void> {
    const { slug, title } = order.sale;
    for (const { tierId, quantity, name } of order.lines)
      if ((await basket.put({ tierId, quantity, name, slug, title })) !== null) return;
    made.forget(order.id);
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
        {refusal && <ListRefusal basket={basket} />}
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
                isChosen={canBeOrdered(item) ? !left.has(item.tierId) : null}
                isBusy={isBusy}
                onChoose={(isChosen) => {
                  const others = [...left].filter((tierId) => tierId !== item.tierId);
                  setLeft(new Set(isChosen ? others : [...others, item.tierId]));
                }}
                onQuantity={(quantity) => void basket.set(item, quantity)}
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
        <Wishes
          view={wishes.view.value}
          refusal={wishes.refusal.value}
          isBusy={wishes.isBusy.value}
          onMove={(item) => void moveWish(item, basket, wishes)}
          onRemove={(item) => void wishes.set(item, 0)}
        />
      </main>
      <ShopFoot />
    </>
  );
}

function ListRefusal({ basket }: { readonly basket: OpenList }) {
  const refusal = basket.refusal.value;
  if (refusal === null) return null;
  if (refusal.code === 'list_full' || refusal.code === 'invalid_request')
    return (
      <p class="refusal" role="alert">
        {fill(spoken(basketWords).full, { n: LIST_ITEMS_MAX })}
      </p>
    );
  const [tierId, free] = Object.entries(refusal.left ?? {})[0] ?? [];
  const item = basket.view.value?.items.find((one) => one.tierId === tierId);
  const isPart = refusal.code === 'sold_out' && (free ?? 0) > 0;
  return (
    <RefusalNote
      refusal={isPart ? { ...refusal, code: 'sold_out_partly' } : refusal}
      facts={{
        tier: item?.name ?? null,
        left: isPart ? (free ?? null) : null,
        max: item?.sale?.perVisitorMax ?? null,
      }}
      onRetry={basket.view.value === null ? () => void basket.load() : undefined}
    />
  );
}

/** One order that is held leads straight to its payment; several are shown one beside the other. */
export function onlyOrderHeld(ordering: Ordering): string | null {
  const [only, ...others] = ordering.parts.value;
  return only?.orderId !== undefined && others.length === 0 ? checkoutAddress(only.slug) : null;
}
