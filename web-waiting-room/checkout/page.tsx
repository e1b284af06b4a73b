/** The checkout: the time line, what went wrong if anything, then choosing or paying. */
import type { ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PaymentMethod } from '../../domain/order-view.ts';
import { lineAddress, saleAddress } from '../frame/page-address.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { ShopBar } from '../frame/shop-bar.tsx';
import { ShopFoot } from '../frame/shop-foot.tsx';
import { ToSales } from '../frame/to-sales.tsx';
import type { Facts } from '../language/fill.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { msOf, timeOfDay, timeOfDayExactly } from '../language/time.ts';
import type { Refusal } from '../server/ask.ts';
import type { LoadedSale } from '../server/load-sale.ts';
import { now } from '../server-clock/server-clock.ts';
import { isUnknown } from './attempt.ts';
import type { Checkout } from './checkout.ts';
import { Choosing } from './choosing.tsx';
import { HoldLine } from './hold-line.tsx';
import { Paying } from './paying.tsx';
import { soldOutView } from './sold-out.ts';
import { checkoutWords } from './words.ts';

export interface CheckoutPageProps {
  readonly checkout: Checkout;
  readonly loaded: ReadonlySignal<LoadedSale>;
  readonly methods: ReadonlySignal<readonly PaymentMethod[] | null>;
}

export function CheckoutPage({ checkout, loaded, methods }: CheckoutPageProps) {
  const words = spoken(checkoutWords);
  const { value: sale, refusal: noSale } = loaded.value;
  // What is held is drawn with its sale, or once that is known not to come: drawn before it, all of it would move (PAG-130).
  const isLooking =
    checkout.doing.value === 'looking' || (checkout.order.value !== null && sale === null && noSale === null);
  const order = isLooking ? null : checkout.order.value;
  const keptOut = checkout.keptOut.value;
  const endsAtMs = order === null ? checkout.passEndsMs.value : msOf(order.holdExpiresAt);
  const isOver = endsAtMs !== null && endsAtMs <= now.value;
  useEffect(() => {
    if (isOver && order !== null) void checkout.holdEnded();
  }, [isOver && Math.floor(now.value / 2_000)]);
  document.title = `${titleOf(order?.holdExpiresAt ?? null)}${sale ? ` · ${sale.title}` : ''}`;

  const refusal = noSale ?? keptOut ?? checkout.refusal.value;
  /** Said where the eye is: beside the button that was pressed, or alone where there is none. */
  const canGoOn = order !== null || (sale !== null && keptOut === null && !isLooking);
  /** Placing an order can be repeated; a sale that could not be loaded is asked for again by itself. */
  const onRetry = canGoOn && order === null ? () => void checkout.hold() : undefined;
  const waiting = checkout.waiting.value;
  const trouble = waiting ? (
    <RefusalNote refusal={waiting} isTriedAgain />
  ) : (
    refusal && <CheckoutRefusal checkout={checkout} refusal={refusal} loaded={loaded} onRetry={onRetry} />
  );
  return (
    <>
      <ShopBar quiet />
      {endsAtMs !== null && !isOver && <HoldLine endsAtMs={endsAtMs} isHeld={order !== null} />}
      {/* The line above it comes with what is found: then all of it is drawn anew, and nothing moves (PAG-130). */}
      <main class="page" id="main" key={isLooking ? 'looking' : 'found'}>
        <h1 class="h1">{words.title}</h1>
        <p class="sr" role="status">
          {checkout.wasGivenBack.value
            ? words.givenBack
            : checkout.doing.value === 'placing'
              ? words.placing
              : ''}
        </p>
        {checkout.wasGivenBack.value && <p>{words.givenBack}</p>}
        {refusal && !canGoOn && trouble}
        {order !== null ? (
          <Paying checkout={checkout} order={order} sale={sale} methods={methods.value} />
        ) : sale === null || isLooking ? (
          noSale === null && <p class="quiet">{words.loading}</p>
        ) : (
          keptOut === null && <Choosing checkout={checkout} sale={sale} trouble={trouble} />
        )}
      </main>
      <ShopFoot />
    </>
  );
}

function titleOf(holdExpiresAt: string | null): string {
  const words = spoken(checkoutWords);
  const ms = msOf(holdExpiresAt);
  return ms === null ? words.title : fill(words.titleHeld, { time: timeOfDayExactly(ms, language.value) });
}

interface CheckoutRefusalProps extends Pick<CheckoutPageProps, 'checkout' | 'loaded'> {
  readonly refusal: Refusal;
  readonly onRetry: (() => void) | undefined;
}

/** Each refusal with its way out: the line, another choice, or the same again. */
function CheckoutRefusal({ checkout, refusal, loaded, onRetry }: CheckoutRefusalProps) {
  const words = spoken(checkoutWords);
  const sale = loaded.value.value;
  const { code, facts } = refusalView(checkout, refusal, loaded.value);
  const leadsToLine = ['pass_required', 'pass_ended', 'pass_invalid', 'secret_required'].includes(code);
  const leadsToSale = code === 'sale_ended' || code === 'sale_not_open';
  const left = refusal.left;
  return (
    <div class="stack">
      <RefusalNote
        refusal={{ ...refusal, code }}
        facts={facts}
        onRetry={isUnknown(code) ? onRetry : undefined}
        isTriedAgain={refusal === loaded.value.refusal}
      />
      {code === 'not_found' && !sale && (
        <p>
          <ToSales />
        </p>
      )}
      {leadsToLine && sale && (
        <p>
          <a class="btn btn-go wide" href={lineAddress(sale.slug)}>
            {words.joinLine}
          </a>
        </p>
      )}
      {leadsToSale && sale && (
        <p>
          <a class="btn btn-go wide" href={saleAddress(sale.slug)}>
            {words.seeSale}
          </a>
        </p>
      )}
      {left && (
        <p>
          <button
            type="button"
            class="btn"
            onClick={() => {
              checkout.keepWhatIsLeft(left);
              checkout.refusal.value = null;
            }}
          >
            {words.chooseAgain}
          </button>
        </p>
      )}
    </div>
  );
}

function refusalView(
  { basket, passEndsMs }: Checkout,
  refusal: Refusal,
  { value: sale }: LoadedSale,
): { code: string; facts: Facts } {
  if (refusal.code === 'sold_out' && refusal.left && sale)
    return soldOutView(basket.value, refusal.left, sale.tiers, language.value);
  const endedMs = passEndsMs.value;
  const opensAtMs = msOf(sale?.opensAt);
  return {
    code: refusal.code,
    facts: {
      max: sale?.perVisitorMax,
      time:
        refusal.code === 'sale_not_open' && opensAtMs !== null
          ? timeOfDay(opensAtMs, language.value)
          : refusal.code === 'pass_ended' && endedMs !== null
            ? timeOfDay(endedMs, language.value)
            : null,
    },
  };
}
