/** The page of an order: how it stands, what to do next, and the tickets once there are any. */
import type { ReadonlySignal } from '@preact/signals';
import { moneyBack } from '../../domain/money-back.ts';
import type { OrderView, PaymentMethod } from '../../domain/order-view.ts';
import { reasonGiven } from '../../domain/taken-back.ts';
import { GoesTo } from '../address/postal-lines.tsx';
import { HoldLine } from '../checkout/hold-line.tsx';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { ShopBar } from '../frame/shop-bar.tsx';
import { ShopFoot } from '../frame/shop-foot.tsx';
import { ToSales } from '../frame/to-sales.tsx';
import { typed, WithQuote } from '../frame/with-quote.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { msOf, when } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';
import { ActRefusal } from './act-refusal.tsx';
import { lineBecame } from './line-became.ts';
import type { OpenOrder, OrderAct } from './open-order.ts';
import { OrderActs } from './order-acts.tsx';
import { canBePaid, isOnItsWay, orderSays } from './order-mood.ts';
import { OrderSums } from './order-sums.tsx';
import { PartRefunds } from './part-refunds.tsx';
import { PayForm } from './pay-form.tsx';
import { Returns } from './returns.tsx';
import { SendBack } from './send-back.tsx';
import { Tickets } from './tickets.tsx';
import { orderLabels } from './words.ts';

export interface OrderPageProps {
  readonly open: OpenOrder;
  readonly methods: ReadonlySignal<readonly PaymentMethod[] | null>;
}

export function OrderPage({ open, methods }: OrderPageProps) {
  const words = spoken(orderLabels);
  const known = open.known.value;
  const refusal = open.refusal.value;
  const order = known?.order ?? null;
  // What stands below would move with each of the next looks, tickets above all (PAG-130).
  const isSettling = known !== null && open.isFresh.value && isOnItsWay(known.order, known.tickets.length);
  const heldUntilMs = order?.state === 'held' ? msOf(order.holdExpiresAt) : null;
  document.title = order
    ? `${orderSays(order, now.value, language.value).title} · ${order.sale.title}`
    : words.title;
  return (
    <>
      <ShopBar />
      {heldUntilMs !== null && heldUntilMs > now.value && <HoldLine endsAtMs={heldUntilMs} isHeld />}
      <main class="page order" id="main">
        {!order && <h1 class="h1">{words.title}</h1>}
        {refusal && <Trouble open={open} code={refusal.code} seenAtMs={known?.seenAtMs ?? null} />}
        {order && known ? (
          <>
            <Standing order={order} />
            <ActRefusal open={open} acts={goneActs(order)} />
            {canBePaid(order.state) && <PayForm open={open} order={order} methods={methods.value} />}
            {known.tickets.length > 0 && <Tickets open={open} order={order} tickets={known.tickets} />}
            {!isSettling && <Whole open={open} order={order} />}
          </>
        ) : (
          !refusal && <p class="quiet">{words.loading}</p>
        )}
      </main>
      <ShopFoot />
    </>
  );
}

/** What was ordered, what became of it, and what may be done with it. */
function Whole({ open, order }: { readonly open: OpenOrder; readonly order: OrderView }) {
  const words = spoken(orderLabels);
  return (
    <>
      <section class="panel stack" aria-labelledby="details">
        <h2 class="h2" id="details">
          {words.details}
        </h2>
        <OrderSums
          lines={order.lines}
          total={order.total}
          points={order.pointsSpent}
          refunded={moneyBack(order)}
          became={order.lines.map((line) => lineBecame(order.state, line, language.value))}
        />
        <p class="quiet small">
          {fill(words.number, { id: order.id })}. {fill(words.sentTo, { email: order.contact.email })}
        </p>
        {order.address && <GoesTo address={order.address} />}
      </section>
      <PartRefunds order={order} />
      <Returns order={order} />
      {order.returnableUntil && (
        <SendBack
          key={JSON.stringify(order.lines)}
          open={open}
          order={order}
          until={Date.parse(order.returnableUntil)}
        />
      )}
      <ActRefusal open={open} acts={['giveBack']} />
      <OrderActs open={open} order={order} />
    </>
  );
}

/** What can be pressed no more: its refusal stands beside the state, which says why. */
const goneActs = (order: OrderView): readonly OrderAct[] => [
  ...(canBePaid(order.state) ? [] : (['pay'] as const)),
  ...(order.returnableUntil ? [] : (['sendBack'] as const)),
];

function Standing({ order }: { readonly order: OrderView }) {
  const words = spoken(orderLabels);
  const { title, sentence } = orderSays(order, now.value, language.value);
  const given = reasonGiven(order.takenBackBy, order.reason);
  return (
    <section class="stack" role="status" aria-live="polite">
      <h1 class="h1">{title}</h1>
      <p>{sentence}</p>
      {given && (
        <p>
          <WithQuote
            text={fill(words.reasons[given.by], { reason: given.reason })}
            quote={typed(given.reason)}
          />
        </p>
      )}
    </section>
  );
}

interface TroubleProps {
  readonly open: OpenOrder;
  readonly code: string;
  readonly seenAtMs: number | null;
}

/** Without a connection the copy is shown and said to be one; without a key there is nothing to show. */
function Trouble({ open, code, seenAtMs }: TroubleProps) {
  const words = spoken(orderLabels);
  const refusal = open.refusal.value;
  if (seenAtMs !== null && (code === 'offline' || code === 'busy'))
    return (
      <p class="note" role="status">
        {fill(words.offline, { time: when(seenAtMs, now.value, language.value) })}
      </p>
    );
  if (refusal && code === 'not_found')
    return (
      <>
        <RefusalNote refusal={refusal} />
        {!open.hasKey() && <p>{words.missing}</p>}
        <p>
          <ToSales />
        </p>
      </>
    );
  return refusal && <RefusalNote refusal={refusal} isTriedAgain onRetry={() => void open.look()} />;
}
