/**
 * Goods that the buyer wants to give back: taking them back shows what it does before it is done (PAG-84); refusing takes a
 * reason, which the buyer reads.
 */
import { useId, useState } from 'preact/hooks';
import type { OrderView, ReturnView } from '../../domain/order-view.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { dateAndTime } from '../language/time.ts';
import { unitsText } from '../order/units-text.ts';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { takeBackEffect } from './refund-preview.ts';
import { RefundPreview } from './refund-preview-table.tsx';
import { ordersWords } from './words.ts';

export interface ReturnsListProps {
  readonly order: OrderView;
  readonly onDone: () => void;
}

export function ReturnsList({ order, onDone }: ReturnsListProps) {
  const words = spoken(ordersWords);
  const lang = language.value;
  if (order.returns.length === 0) return null;
  return (
    <>
      <h3>{words.returns}</h3>
      <ul class="story">
        {order.returns.map((one) => (
          <li key={one.id} class="cols">
            <p>
              <span class="chip">{words.returnStates[one.state]}</span>{' '}
              {unitsText(order.lines, one.lines, lang)}
              <br />
              {fill(words.returnAsked, { reason: one.reason, time: dateAndTime(Date.parse(one.at), lang) })}
              {one.answer !== null && (
                <>
                  <br />
                  {fill(words.returnAnswer, { answer: one.answer })}
                </>
              )}
            </p>
            {one.state === 'asked' && <DecideForm order={order} asked={one} onDone={onDone} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function DecideForm({ order, asked, onDone }: ReturnsListProps & { readonly asked: ReturnView }) {
  const words = spoken(ordersWords);
  const id = useId();
  const [reason, setReason] = useState('');
  const [isGoing, setGoing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const effect = takeBackEffect(order, asked);

  async function decide(verdict: string): Promise<void> {
    setGoing(true);
    const path = `/staff/returns/${encodeURIComponent(asked.id)}/${verdict}`;
    const answer = await askSignedIn('POST', path, { body: { reason } });
    setGoing(false);
    if (answer.ok) onDone();
    else setRefusal(answer.refusal);
  }
  return (
    <form
      class="cols"
      onSubmit={(event) => {
        event.preventDefault();
        const pressed = event.submitter;
        void decide(pressed instanceof HTMLButtonElement ? pressed.value : 'accept');
      }}
    >
      {effect && <RefundPreview effect={effect} currency={order.total.currency} />}
      <div class="field">
        <label for={id}>{words.returnReason}</label>
        <input
          id={id}
          required
          maxLength={300}
          autoComplete="off"
          value={reason}
          onInput={({ currentTarget: { value } }) => setReason(value)}
        />
        <small>{words.returnReasonSays}</small>
      </div>
      {refusal && <RefusalNote refusal={refusal} />}
      <p class="row">
        <button type="submit" class="btn" value="accept" disabled={isGoing || !effect}>
          {isGoing ? words.working : words.takeBack}
        </button>
        <button type="submit" class="btn" value="refuse" disabled={isGoing}>
          {words.refuseReturn}
        </button>
      </p>
    </form>
  );
}
