/** What the buyer asked to give back, and what became of each: expected, taken back, or left with the buyer and why. */
import type { OrderView } from '../../domain/order-view.ts';
import { typed, WithQuote } from '../frame/with-quote.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { when } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';
import { returnWords } from './return-words.ts';
import { unitsText } from './units-text.ts';

export function Returns({ order }: { readonly order: OrderView }) {
  const words = spoken(returnWords);
  const lang = language.value;
  const { returns } = order;
  // A copy that an older page kept does not know of any.
  if (!returns?.length) return null;
  return (
    <section class="panel stack" aria-labelledby="returns">
      <h2 class="h2" id="returns">
        {words.returns}
      </h2>
      <ul class="stack">
        {returns.map(({ id, at, lines, reason, state, answer }) => (
          <li key={id}>
            {unitsText(order.lines, lines, lang)}
            <br />
            <WithQuote text={fill(words.why, { reason })} quote={typed(reason)} />
            <br />
            <span class="quiet">
              {fill(words.states[state], {
                time: when(Date.parse(at), now.value, lang),
                // Where the money was gone first, nobody answered anything.
                ...(answer !== null && order.state !== 'written_off' && { answer }),
              })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
