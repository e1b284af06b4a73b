/** The items of one sale, under its name; for a sale with a line, the way into the line. */
import type { ComponentChildren } from 'preact';
import type { BasketItem } from '../../domain/basket-standing.ts';
import { keptPass } from '../browser-storage/kept-pass.ts';
import { checkoutAddress, lineAddress, saleAddress } from '../frame/page-address.ts';
import { pictureAddress } from '../frame/sale-picture.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { msOf, timeOfDay } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';
import { basketWords } from './words.ts';

export interface SaleItemsProps {
  readonly items: readonly BasketItem[];
  readonly isSignedIn: boolean;
  readonly children: ComponentChildren;
}

export function SaleItems({ items, isSignedIn, children }: SaleItemsProps) {
  const words = spoken(basketWords);
  const [first] = items;
  if (!first) return null;
  const { slug, title, sale } = first;
  const needsLine = items.some(({ standing }) => standing === 'line');
  return (
    <section class="panel sale-items" aria-labelledby={`sale-${slug}`}>
      <header>
        {sale?.picture && (
          <img src={pictureAddress(sale.picture)} alt="" width="48" height="64" loading="lazy" />
        )}
        <h2 class="h2" id={`sale-${slug}`}>
          {sale ? <a href={saleAddress(slug)}>{title}</a> : title}
        </h2>
      </header>
      {needsLine && sale && <LineFirst sale={sale} />}
      {sale?.audience === 'accounts' && sale.mode === 'shelf' && !isSignedIn && (
        <p class="note">
          {words.notSigned} <a href="/account?next=/basket">{words.signIn}</a>
        </p>
      )}
      <ul class="items">{children}</ul>
    </section>
  );
}

function LineFirst({ sale }: { readonly sale: NonNullable<BasketItem['sale']> }) {
  const words = spoken(basketWords);
  const endsAtMs = msOf(keptPass(sale.slug)?.expiresAt);
  const isTurn = endsAtMs !== null && endsAtMs > now.value;
  return (
    <div class="note line-first">
      <p>
        <b>
          {isTurn ? fill(words.yourTurn, { time: timeOfDay(endsAtMs, language.value) }) : words.lineFirst}
        </b>
        {!isTurn && (
          <>
            <br />
            <span class="quiet">{words.lineText}</span>
          </>
        )}
      </p>
      <a class="btn" href={isTurn ? checkoutAddress(sale.slug) : lineAddress(sale.slug)}>
        {isTurn ? words.toCheckout : sale.mode === 'raffle' ? words.toRaffle : words.toLine}
      </a>
    </div>
  );
}
