/** Paying from the order's page: for the first time, again after a decline, or on with what was begun. */
import { useState } from 'preact/hooks';
import type { OrderView, PaymentMethod } from '../../domain/order-view.ts';
import { spoken } from '../language/language.ts';
import { ActRefusal } from './act-refusal.tsx';
import type { OpenOrder } from './open-order.ts';
import { PaymentMethods, payLabel } from './payment-methods.tsx';
import { orderLabels } from './words.ts';

export interface PayFormProps {
  readonly open: OpenOrder;
  readonly order: OrderView;
  readonly methods: readonly PaymentMethod[] | null;
}

export function PayForm({ open, order, methods }: PayFormProps) {
  const words = spoken(orderLabels);
  const [chosen, setChosen] = useState<string | null>(null);
  const isBusy = open.isBusy.value !== 'no';
  if (order.state === 'paying') {
    const begun = order.payments.at(-1)?.provider;
    return begun ? (
      <>
        <p>
          <button type="button" class="btn" disabled={isBusy} onClick={() => void open.pay(begun)}>
            {words.goOnPaying}
          </button>
        </p>
        <ActRefusal open={open} acts={['pay']} />
      </>
    ) : null;
  }
  const provider = chosen ?? methods?.[0]?.provider ?? null;
  return (
    <form
      class="cols narrow"
      aria-label={words.how}
      onSubmit={(event) => {
        event.preventDefault();
        if (provider !== null) void open.pay(provider);
      }}
    >
      <PaymentMethods
        total={order.total}
        legend={words.how}
        methods={methods}
        chosen={provider}
        onChoose={setChosen}
      />
      <p>
        <button type="submit" class="btn btn-go wide" disabled={isBusy || provider === null}>
          {open.isBusy.value === 'leaving' ? words.leaving : payLabel(words.pay, order.total)}
        </button>
      </p>
      <ActRefusal open={open} acts={['pay']} />
    </form>
  );
}
