/** The second half of the checkout: what is held, the total that was final from the first moment, and how to pay. */
import { useLayoutEffect, useState } from 'preact/hooks';
import type { PaymentMethod } from '../../domain/order-view.ts';
import type { SaleView } from '../../domain/sale.ts';
import { AskingOnce } from '../frame/asking-once.tsx';
import { orderAddress } from '../frame/page-address.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { startsThere } from '../language/starts-there.ts';
import { OrderSums } from '../order/order-sums.tsx';
import { PaymentMethods, payLabel } from '../order/payment-methods.tsx';
import { isUnknown } from './attempt.ts';
import type { Checkout } from './checkout.ts';
import type { HeldAct, HeldOrder } from './held-acts.ts';
import { checkoutWordsOf } from './words.ts';

export interface PayingProps {
  readonly checkout: Checkout;
  readonly order: HeldOrder;
  readonly sale: SaleView | null;
  readonly methods: readonly PaymentMethod[] | null;
}

export function Paying({ checkout, order, sale, methods }: PayingProps) {
  const words = checkoutWordsOf(sale?.fulfilment);
  const [asking, setAsking] = useState<'change' | 'give back' | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const provider = chosen ?? methods?.[0]?.provider ?? null;
  const isBusy = checkout.doing.value !== 'nothing';
  useLayoutEffect(() => document.getElementById('yours')?.focus(), []);
  return (
    <div class="pair">
      <section class="panel stack" aria-labelledby="yours">
        <h2 class="h2" id="yours" tabIndex={-1}>
          {words.yours}
        </h2>
        {sale && (
          <p>
            <b>{sale.title}</b>
            <br />
            <span class="quiet">{[startsThere(sale), sale.venue].filter(Boolean).join(', ')}</span>
          </p>
        )}
        <OrderSums lines={order.lines} total={order.total} points={pointsOf(order)} withFees />
        <p>
          <button type="button" class="link small" disabled={isBusy} onClick={() => setAsking('change')}>
            {words.change}
          </button>
        </p>
        <HeldRefusal checkout={checkout} act="change" />
        <p class="quiet small">{words.late}</p>
      </section>
      <form
        class="cols"
        aria-label={words.how}
        onSubmit={(event) => {
          event.preventDefault();
          if (provider !== null) void checkout.pay(provider);
        }}
      >
        {order.state === 'held' ? (
          <>
            <PaymentMethods
              total={order.total}
              legend={words.how}
              methods={methods}
              chosen={provider}
              onChoose={setChosen}
            />
            <HeldRefusal checkout={checkout} act="pay" />
            <p>
              <button type="submit" class="btn btn-go wide" disabled={isBusy || provider === null}>
                {checkout.doing.value === 'leaving' ? words.leaving : payLabel(words.pay, order.total)}
              </button>
            </p>
          </>
        ) : (
          <>
            <p>{words.paying}</p>
            <HeldRefusal checkout={checkout} act="pay" />
            <a class="btn btn-go wide" href={orderAddress(order.id)}>
              {words.see}
            </a>
          </>
        )}
        <p class="row">
          <button type="button" class="btn btn-text" disabled={isBusy} onClick={() => setAsking('give back')}>
            {words.giveBack}
          </button>
        </p>
        <HeldRefusal checkout={checkout} act="give back" />
      </form>
      {asking && (
        <AskingOnce
          title={asking === 'change' ? words.changeTitle : words.giveBackTitle}
          stay={words.keep}
          go={asking === 'change' ? words.changeNow : words.giveBackNow}
          onStay={() => setAsking(null)}
          onGo={() => {
            setAsking(null);
            void checkout.giveBack(asking === 'change');
          }}
        >
          <p>{asking === 'change' ? words.changeText : words.giveBackText}</p>
        </AskingOnce>
      )}
    </div>
  );
}

/** What was refused is told where it was pressed; trying again does that, and never places another order (PAG-10). */
function HeldRefusal({ checkout, act }: { readonly checkout: Checkout; readonly act: HeldAct }) {
  const last = checkout.refused.value;
  if (last?.act !== act) return null;
  const onRetry = isUnknown(last.refusal.code) ? () => void last.again() : undefined;
  return <RefusalNote refusal={last.refusal} onRetry={onRetry} />;
}

/** As it was just placed, or as it was read later. */
const pointsOf = (order: HeldOrder): number =>
  'pointsSpent' in order ? order.pointsSpent : (order.points ?? 0);
