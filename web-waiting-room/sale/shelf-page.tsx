/** The page of a general item: pictures, what it is, its variants, and the basket. Nobody waits for it. */
import type { SaleView } from '../../domain/sale.ts';
import { orderOf } from '../browser-storage/kept-order.ts';
import { OrganiserNote } from '../frame/organiser-note.tsx';
import { checkoutAddress, orderAddress } from '../frame/page-address.ts';
import { ShopBar } from '../frame/shop-bar.tsx';
import { ShopFoot } from '../frame/shop-foot.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { now } from '../server-clock/server-clock.ts';
import { Details } from './details.tsx';
import { Pictures } from './pictures.tsx';
import { PutIn } from './put-in.tsx';
import { putInWords } from './put-in-words.ts';
import { saleBoardView } from './sale-board-view.ts';
import { ShelfFace } from './shelf-face.tsx';
import { saleWords } from './words.ts';

export interface ShelfPageProps {
  readonly sale: SaleView;
  readonly leftUnits: number | null;
}

export function ShelfPage({ sale, leftUnits }: ShelfPageProps) {
  const words = spoken(saleWords);
  const putIn = spoken(putInWords);
  const isOpen = sale.state === 'open';
  const view = saleBoardView({ sale, leftUnits, hasPlace: false, nowMs: now.value }, language.value);
  const order = orderOf(sale.slug);
  return (
    <>
      <ShopBar />
      <main class="page" id="main">
        <div class="pair shelf">
          <Pictures sale={sale} />
          <div class="cols">
            <div class="stack">
              <ShelfFace sale={sale} view={view} level="h1" />
              {sale.message && <OrganiserNote message={sale.message} label={words.message} />}
            </div>
            {sale.tiers.length === 0 && <p>{putIn.teaser}</p>}
            {sale.tiers.length > 0 && sale.state !== 'closed' && <PutIn sale={sale} isNext={isOpen} />}
            {isOpen && (
              <p class="quiet small">
                {sale.fulfilment === 'shipping' ? putIn.delivered : putIn.byTicket}{' '}
                {fill(words.shelfText, { hold: sale.holdMinutes })}{' '}
                <a href={checkoutAddress(sale.slug)}>{putIn.buyNow}</a>
              </p>
            )}
            {order && (
              <p>
                <a href={orderAddress(order)}>{words.orderLink}</a>
              </p>
            )}
            <Details text={sale.description} />
          </div>
        </div>
      </main>
      <ShopFoot />
    </>
  );
}
