/**
 * Giving money back, of some units or of all, which come back with it or, once goods were sent, stay with the buyer: what it
 * does is shown before it is done, in a preview that says so. One press is one refund: a repetition after a lost answer
 * carries the same key, until the outcome is known.
 */
import { useState } from 'preact/hooks';
import type { OrderView } from '../../domain/order-view.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { price } from '../language/money.ts';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { left, refundEffect, repayEffect, type Units, unpaidBack } from './refund-preview.ts';
import { RefundPreview } from './refund-preview-table.tsx';
import { ordersWords } from './words.ts';

export interface RefundFormProps {
  readonly order: OrderView;
  readonly kind: 'unitsBack' | 'unitsStay';
  readonly onDone: () => void;
}

export function RefundForm({ order, kind, onDone }: RefundFormProps) {
  const words = spoken(ordersWords);
  const lang = language.value;
  const [units, setUnits] = useState<Units>({});
  const [reason, setReason] = useState('');
  const [key, setKey] = useState(newKey);
  const [isGoing, setGoing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const unitsStay = kind === 'unitsStay';
  const free = unitsStay ? unpaidBack : left;
  const effect = unitsStay ? repayEffect(order, units) : refundEffect(order, units);
  const { currency } = order.total;
  const money = (amount: number) => price({ amount, currency }, lang);
  /** Another wish is another refund. */
  const change = (act: () => void) => {
    act();
    setKey(newKey());
    setRefusal(null);
  };

  async function give(): Promise<void> {
    if (!effect) return;
    setGoing(true);
    const lines = Object.entries(units).flatMap(([lineNo, quantity]) =>
      quantity > 0 ? [{ lineNo: Number(lineNo), quantity }] : [],
    );
    const answer = await askSignedIn('POST', `/orders/${encodeURIComponent(order.id)}/refund`, {
      headers: { 'idempotency-key': key },
      body: { reason, lines, ...(unitsStay && { unitsStay }) },
    });
    setGoing(false);
    if (answer.ok) return onDone();
    setRefusal(answer.refusal);
    if (answer.refusal.status >= 400 && answer.refusal.status < 500) setKey(newKey());
  }

  return (
    <form
      class="cols"
      onSubmit={(event) => {
        event.preventDefault();
        void give();
      }}
    >
      <h3>{words.give}</h3>
      {unitsStay && <p class="quiet">{words.giveStaying}</p>}
      <div class="units">
        {order.lines
          .filter((line) => free(line) > 0)
          .map((line) => (
            <div class="field" key={line.lineNo}>
              <label for={`units-${line.lineNo}`}>{fill(words.unitsOf, { name: line.name })}</label>
              <span class="row">
                <input
                  id={`units-${line.lineNo}`}
                  type="number"
                  inputMode="numeric"
                  min={0}
                  max={free(line)}
                  value={units[line.lineNo] ?? 0}
                  onInput={({ currentTarget: { valueAsNumber } }) =>
                    change(() => setUnits({ ...units, [line.lineNo]: valueAsNumber }))
                  }
                />
                <small>{fill(words.ofLeft, { n: free(line) })}</small>
              </span>
            </div>
          ))}
      </div>
      <div class="field">
        <label for="refund-reason">{words.reasonTold}</label>
        <input
          id="refund-reason"
          required
          maxLength={300}
          autoComplete="off"
          value={reason}
          onInput={({ currentTarget: { value } }) => change(() => setReason(value))}
        />
        <small>{words.reasonToldSays}</small>
      </div>
      {effect && <RefundPreview effect={effect} currency={currency} />}
      {refusal && <RefusalNote refusal={refusal} />}
      <p>
        <button type="submit" class="btn" disabled={isGoing || !effect}>
          {isGoing
            ? words.working
            : effect
              ? fill(words.refundGo, { amount: money(effect.money.now - effect.money.after) })
              : words.refundNone}
        </button>
      </p>
    </form>
  );
}

const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
