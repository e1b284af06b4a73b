/**
 * Giving delivered goods back, some units or all, until the last day for it has ended: what comes back for them is said
 * before it is asked (PAG-84). One press is one return: a repetition after a lost answer carries the same key.
 */
import { useState } from 'preact/hooks';
import type { OrderView } from '../../domain/order-view.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count, price } from '../language/money.ts';
import { when } from '../language/time.ts';
import { refundEffect, returnable, type Units } from '../ops-orders/refund-preview.ts';
import { now } from '../server-clock/server-clock.ts';
import { ActRefusal } from './act-refusal.tsx';
import type { OpenOrder } from './open-order.ts';
import { returnWords } from './return-words.ts';

export interface SendBackProps {
  readonly open: OpenOrder;
  readonly order: OrderView;
  readonly until: number;
}

export function SendBack({ open, order, until }: SendBackProps) {
  const words = spoken(returnWords);
  const lang = language.value;
  const lines = order.lines.filter((line) => returnable(line) > 0);
  const [only] = lines.reduce((sum, line) => sum + returnable(line), 0) === 1 ? lines : [];
  const [units, setUnits] = useState<Units>(only ? { [only.lineNo]: 1 } : {});
  const [reason, setReason] = useState('');
  const [key, setKey] = useState(newKey);
  const effect = refundEffect(order, units, returnable);
  if (until <= now.value) return null;
  /** Another wish is another return. */
  const change = (act: () => void) => {
    act();
    setKey(newKey());
  };

  async function send(): Promise<void> {
    if (!effect) return;
    const wanted = lines.flatMap(({ lineNo }) => {
      const quantity = units[lineNo] ?? 0;
      return quantity > 0 ? [{ lineNo, quantity }] : [];
    });
    if (await open.sendBack({ reason, lines: wanted, key })) setKey(newKey());
  }

  return (
    <details class="panel">
      <summary>{words.title}</summary>
      <form
        class="cols"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p>{fill(words.until, { time: when(until, now.value, lang) })}</p>
        {!only &&
          lines.map((line) => (
            <div class="field" key={line.lineNo}>
              <label for={`back-${line.lineNo}`}>{fill(words.unitsOf, { name: line.name })}</label>
              <input
                id={`back-${line.lineNo}`}
                type="number"
                inputMode="numeric"
                min={0}
                max={returnable(line)}
                value={units[line.lineNo] ?? 0}
                onInput={({ currentTarget: { valueAsNumber } }) =>
                  change(() => setUnits({ ...units, [line.lineNo]: valueAsNumber }))
                }
              />
              <small>{fill(words.ofLeft, { n: count(returnable(line), lang) })}</small>
            </div>
          ))}
        <div class="field">
          <label for="return-reason">{words.reason}</label>
          <input
            id="return-reason"
            name="reason"
            type="text"
            required
            maxLength={300}
            value={reason}
            onInput={({ currentTarget: { value } }) => change(() => setReason(value))}
          />
        </div>
        <p role="status">
          {effect &&
            fill(effect.points.now > effect.points.after ? words.getsBoth : words.gets, {
              money: price(
                { amount: effect.money.now - effect.money.after, currency: order.total.currency },
                lang,
              ),
              points: count(effect.points.now - effect.points.after, lang),
            })}
        </p>
        <p>
          <button type="submit" class="btn" disabled={open.isBusy.value !== 'no' || !effect}>
            {effect ? words.go : words.choose}
          </button>
        </p>
        <ActRefusal open={open} acts={['sendBack']} />
      </form>
    </details>
  );
}

const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
