/** How buying goes in this sale, step by step, with its own times. */
import type { SaleView } from '../../domain/sale.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { msOf, when } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';
import { saleWords } from './words.ts';

export function HowItGoes({ sale }: { readonly sale: SaleView }) {
  const words = spoken(saleWords);
  const { lobby, line, register, draw, win, turn, choose, pay, list, asked } = words.steps;
  const opensAtMs = msOf(sale.opensAt);
  const isBefore = sale.state === 'lobby' && opensAtMs !== null && opensAtMs > now.value;
  const stepsOf = {
    line: [...(isBefore ? [lobby] : []), line, turn, pay],
    raffle: [...(isBefore ? [register] : []), draw, win, pay],
    passthrough: [choose, pay],
    shelf: [choose, pay],
  };
  // Sold out, nobody goes in any more but whom the list asks.
  const hasList = sale.state === 'soldOut' && (sale.mode === 'line' || sale.mode === 'raffle');
  const steps = hasList ? [list, asked, pay] : stepsOf[sale.mode];
  const endsAtMs = msOf(sale.registrationClosesAt);
  const facts = {
    time: opensAtMs === null ? null : when(opensAtMs, now.value, language.value),
    ends: endsAtMs === null ? null : when(endsAtMs, now.value, language.value),
    hours: sale.claimHours,
    claim: sale.claimSeconds,
    pass: sale.passMinutes,
    hold: sale.holdMinutes,
  };
  return (
    <section>
      <h2>{words.how}</h2>
      <ol class="steps">
        {steps.map(([name = '', text = '']) => (
          <li key={name}>
            <p>
              <b>{fill(name, facts)}</b> {fill(text, facts)}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
