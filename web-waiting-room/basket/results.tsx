/** What became of each order of a basket, one by one: held, refused with its reason, or not known yet. */
import type { BasketItem } from '../../domain/basket-standing.ts';
import { soldOutView } from '../checkout/sold-out.ts';
import { type Facts, fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { anyRefusal } from '../words/any-refusal.ts';
import { isOpen, type Ordering, type PlacedPart } from './ordering.ts';
import { basketWords } from './words.ts';

export interface ResultsProps {
  readonly ordering: Ordering;
  /** What the basket holds now, for names and limits. */
  readonly items: readonly BasketItem[];
}

export function Results({ ordering, items }: ResultsProps) {
  const words = spoken(basketWords);
  const parts = ordering.parts.value;
  if (parts.length === 0 || ordering.isPlacing.value) return null;
  const isUnsettled = parts.some(isOpen);
  return (
    <section class="panel stack" aria-labelledby="results">
      <h2 class="h2" id="results" tabIndex={-1}>
        {words.results}
      </h2>
      <ul class="rows">
        {parts.map((part) => (
          <li key={part.key}>
            <p>
              <b>{part.title}</b>
              <br />
              {sayOf(part, items)}
            </p>
          </li>
        ))}
      </ul>
      <p>
        <button
          type="button"
          class="btn"
          onClick={() => (isUnsettled ? void ordering.goOn() : ordering.close())}
        >
          {isUnsettled ? words.goOn : words.close}
        </button>
      </p>
    </section>
  );
}

function sayOf(part: PlacedPart, items: readonly BasketItem[]): string {
  const words = spoken(basketWords);
  if (part.orderId !== undefined) return words.held;
  if (isOpen(part)) return words.unknown;
  const { code, facts } = refusalOf(part, items);
  const { title } = anyRefusal(code, language.value);
  return `${fill(title, facts)}. ${words.refused}`;
}

function refusalOf(
  { refusal, lines, slug }: PlacedPart,
  items: readonly BasketItem[],
): { code: string; facts: Facts } {
  const ofSale = items.filter((item) => item.slug === slug);
  const max = ofSale.find(({ sale }) => sale)?.sale?.perVisitorMax ?? null;
  if (refusal?.code !== 'sold_out' || !refusal.left)
    return { code: refusal?.code ?? 'internal', facts: { max } };
  const asked = Object.fromEntries(lines.map(({ tierId, quantity }) => [tierId, quantity]));
  const tiers = ofSale.flatMap(({ tier }) => (tier ? [tier] : []));
  return soldOutView(asked, refusal.left, tiers, language.value);
}
