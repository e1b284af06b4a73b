/** All sales of the house, drafts too, each a way to its dashboard. */
import type { SaleView } from '../../domain/sale.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { msOf, when } from '../language/time.ts';
import { opsWords } from '../ops/words.ts';
import { now } from '../server-clock/server-clock.ts';
import { opsListWords } from './words.ts';

export interface StaffSale extends SaleView {
  readonly stock?: {
    readonly tiers: readonly { readonly available: number; readonly held: number; readonly sold: number }[];
  };
}

const chips = { draft: '', lobby: 'info', open: 'good', paused: 'warn', soldOut: '', closed: '' } as const;

const numbers = [
  ['sold', 'sold'],
  ['held', 'held'],
  ['available', 'left'],
] as const;

export function SalesTable({ sales }: { readonly sales: readonly StaffSale[] }) {
  const words = spoken(opsListWords);
  const { states } = spoken(opsWords);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
    <section class="scroll" tabIndex={0} aria-label={words.table}>
      <table class="sales cells">
        <thead>
          <tr>
            {[words.sale, words.state, words.opens, words.sold, words.held, words.left, words.edit].map(
              (name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {sales.map((sale) => (
            <tr key={sale.id}>
              <th scope="row">
                <a class="tap" href={`/ops/${encodeURIComponent(sale.slug)}`}>
                  {sale.title}
                </a>
              </th>
              <td data-name={words.state}>
                <span class={`chip ${chips[sale.state]}`}>{states[sale.state]}</span>
              </td>
              <td data-name={words.opens}>{whenOf(sale.opensAt)}</td>
              {numbers.map(([what, name]) => (
                <td key={what} data-name={words[name]}>
                  {sumOf(sale, what)}
                </td>
              ))}
              <td>
                <a
                  class="tap"
                  href={`/ops/${encodeURIComponent(sale.slug)}/catalogue`}
                  aria-label={fill(words.editOf, { title: sale.title })}
                >
                  {words.edit}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function whenOf(iso: string | null): string {
  const ms = msOf(iso);
  return ms === null ? '–' : when(ms, now.value, language.value);
}

const sumOf = ({ stock }: StaffSale, what: 'sold' | 'held' | 'available'): string =>
  stock === undefined
    ? '–'
    : count(
        stock.tiers.reduce((sum, tier) => sum + tier[what], 0),
        language.value,
      );
