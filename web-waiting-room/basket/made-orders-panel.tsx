/** The orders that came out of the basket: which is to be paid next and until when, and which are done. */
import type { OrderView } from '../../domain/order-view.ts';
import { orderAddress } from '../frame/page-address.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { msOf, timeOfDayExactly } from '../language/time.ts';
import { orderSays } from '../order/order-mood.ts';
import { payLabel } from '../order/payment-methods.tsx';
import { now } from '../server-clock/server-clock.ts';
import { isUnpaid, type MadeOrders } from './made-orders.ts';
import { basketWords } from './words.ts';

export interface MadeOrdersPanelProps {
  readonly made: MadeOrders;
  /** What lapsed or was given back goes into the basket again. */
  readonly onAgain: (order: OrderView) => void;
}

export function MadeOrdersPanel({ made, onAgain }: MadeOrdersPanelProps) {
  const words = spoken(basketWords);
  const orders = made.orders.value;
  if (orders.length === 0) return null;
  const unpaid = orders.filter(({ state }) => isUnpaid(state));
  const [next] = unpaid;
  return (
    <section class="panel stack" aria-labelledby="made">
      <h2 class="h2" id="made">
        {words.made}
      </h2>
      {unpaid.length > 1 && <p>{fill(words.waiting, { n: count(unpaid.length, language.value) })}</p>}
      <ul class="rows">
        {orders.map((order) => (
          <li key={order.id}>
            <p>
              <b>{order.sale.title}</b>
              <br />
              <span class="quiet">{standingOf(order)}</span>
            </p>
            <p class="row">
              {isUnpaid(order.state) ? (
                <a class={`btn${order === next ? ' btn-go' : ''}`} href={orderAddress(order.id)}>
                  {payLabel(words.pay, order.total)}
                </a>
              ) : (
                <a class="btn btn-text" href={orderAddress(order.id)}>
                  {words.see}
                </a>
              )}
              {(order.state === 'lapsed' || order.state === 'cancelled') && (
                <button type="button" class="btn" onClick={() => onAgain(order)}>
                  {words.again}
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
      {unpaid.length < orders.length && (
        <p>
          <button type="button" class="btn btn-text" onClick={made.putAway}>
            {words.close}
          </button>
        </p>
      )}
    </section>
  );
}

function standingOf(order: OrderView): string {
  const endsAtMs = msOf(order.holdExpiresAt);
  if (order.state === 'held' && endsAtMs !== null)
    return fill(spoken(basketWords).until, { time: timeOfDayExactly(endsAtMs, language.value) });
  return orderSays(order, now.value, language.value).title;
}
