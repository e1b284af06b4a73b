/** What may be done with an order beside paying it: print, give back after one question, go elsewhere. */
import { useId, useState } from 'preact/hooks';
import type { OrderView } from '../../domain/order-view.ts';
import { AskingOnce } from '../frame/asking-once.tsx';
import { saleAddress } from '../frame/page-address.ts';
import { fill } from '../language/fill.ts';
import { language } from '../language/language.ts';
import { count, price } from '../language/money.ts';
import { now } from '../server-clock/server-clock.ts';
import { givingBack } from './giving-back.ts';
import { leftPaid } from './left-paid.ts';
import type { OpenOrder } from './open-order.ts';
import { orderLabelsOf } from './words.ts';

export function OrderActs({ open, order }: { readonly open: OpenOrder; readonly order: OrderView }) {
  const words = orderLabelsOf(order.sale.fulfilment);
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const id = useId();
  const isPaid = order.paidAt !== null;
  const { money, points } = leftPaid(order);
  const comesBack = {
    money: money > 0 ? price({ ...order.total, amount: money }, language.value) : null,
    points: points > 0 ? count(points, language.value) : null,
  };
  const { isOffered, says } = givingBack(order, now.value, language.value);
  return (
    <div class="acts">
      {says && <p class="quiet small">{says}</p>}
      {order.state === 'issued' && (
        <button type="button" class="btn btn-text" onClick={() => print()}>
          {words.print}
        </button>
      )}
      {isOffered && (
        <button
          type="button"
          class="btn btn-text"
          disabled={open.isBusy.value !== 'no'}
          onClick={() => setAsking(true)}
        >
          {isPaid ? words.back : words.backNow}
        </button>
      )}
      <a class="btn btn-text" href={saleAddress(order.sale.slug)}>
        {words.sale}
      </a>
      <a class="btn btn-text" href="/">
        {words.otherSales}
      </a>
      {isAsking && isOffered && (
        <AskingOnce
          title={words.backTitle}
          stay={words.keep}
          go={words.backNow}
          isFieldOptional
          onStay={() => setAsking(false)}
          onGo={() => {
            setAsking(false);
            void open.giveBack(reason);
          }}
        >
          <p>{isPaid ? fill(words.backText, comesBack) : words.backHeldText}</p>
          <div class="field">
            <label for={id}>{words.backReason}</label>
            <input
              id={id}
              type="text"
              maxLength={300}
              autoComplete="off"
              value={reason}
              onInput={({ currentTarget: { value } }) => setReason(value)}
            />
          </div>
        </AskingOnce>
      )}
    </div>
  );
}
