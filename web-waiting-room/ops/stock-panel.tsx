/** Stock and money by tier, with a bar that repeats the numbers. */
import type { OpsSnapshot, OpsTier } from '../../domain/ops-snapshot.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count, price } from '../language/money.ts';
import { opsWords } from './words.ts';

export function StockPanel({ snapshot }: { readonly snapshot: OpsSnapshot }) {
  const words = spoken(opsWords);
  const { tiers, stock, money } = snapshot;
  const n = (value: number) => count(value, language.value);
  const amount = (value: number) => price({ amount: value, currency: money.currency }, language.value);
  return (
    <section class="panel" aria-labelledby="stock">
      <header>
        <h2 id="stock">{words.stock}</h2>
        <p class="key">
          <span>
            <Swatch kind="sold" />
            {words.sold}
          </span>
          <span>
            <Swatch kind="kept" />
            {words.held}
          </span>
        </p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard */}
      <section class="scroll" tabIndex={0} aria-label={words.tableOfTiers}>
        <table>
          <thead>
            <tr>
              {[words.tier, words.price, words.sold, words.held, words.left, words.of].map((name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
              <th scope="col">
                <span class="sr">{words.share}</span>
              </th>
              <th scope="col">{words.money}</th>
            </tr>
          </thead>
          <tbody>
            {tiers.map((tier) => (
              <tr key={tier.id}>
                <th scope="row">{tier.name}</th>
                <td>{amount(tier.price)}</td>
                <td>{n(tier.sold)}</td>
                <td>{n(tier.held)}</td>
                <td>{n(tier.available)}</td>
                <td>{n(tier.capacity)}</td>
                <td>
                  <Meter {...tier} />
                </td>
                <td>{amount(tier.money)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{words.all}</th>
              <td />
              <td>{n(stock.sold)}</td>
              <td>{n(stock.held)}</td>
              <td>{n(stock.available)}</td>
              <td>{n(stock.capacity)}</td>
              <td>
                <Meter {...stock} />
              </td>
              <td>{amount(money.paid)}</td>
            </tr>
          </tfoot>
        </table>
      </section>
    </section>
  );
}

const Swatch = ({ kind }: { readonly kind: 'sold' | 'kept' }) => (
  <svg viewBox="0 0 28 10" aria-hidden="true">
    <path class={kind} d="M0 0h28v10H0z" />
  </svg>
);

function Meter({ capacity, sold, held }: Pick<OpsTier, 'capacity' | 'sold' | 'held'>) {
  const words = spoken(opsWords);
  const whole = Math.max(1, capacity);
  const label = fill(words.shareText, {
    sold: Math.round((100 * sold) / whole),
    held: Math.round((100 * held) / whole),
  });
  return (
    <svg class="meter" viewBox={`0 0 ${whole} 10`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path class="sold" d={`M0 0h${sold}v10H0z`} />
      <path class="kept" d={`M${sold} 0h${held}v10h-${held}z`} />
    </svg>
  );
}
