/** What one unit costs, with the ordinary price where that is more. */
import type { Money } from '../../domain/sale.ts';
import { language, spoken } from '../language/language.ts';
import { price } from '../language/money.ts';
import { basketWords } from './words.ts';

export function PriceOf({ now, list }: { readonly now: Money; readonly list: Money | null }) {
  return (
    <>
      {price(now, language.value)} {list && <Ordinarily list={list} />}
    </>
  );
}

/** The ordinary price, crossed out, and in a word for who cannot see that. */
export function Ordinarily({ list }: { readonly list: Money }) {
  return (
    <span class="quiet small">
      {spoken(basketWords).was} <s>{price(list, language.value)}</s>
    </span>
  );
}
