/** Why an item of a list cannot be ordered as it stands, with the way out where there is one. */
import type { BasketItem } from '../../domain/basket-standing.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { msOf, when } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';
import { basketWords } from './words.ts';

export interface StandingNoteProps {
  readonly item: BasketItem;
  readonly isBusy: boolean;
  readonly onQuantity: (quantity: number) => void;
}

/** From here on the number itself is worth knowing. */
const fewUnits = 20;

export function StandingNote({ item, isBusy, onQuantity }: StandingNoteProps) {
  const words = spoken(basketWords);
  const { left, standing, sale } = item;
  const opensAtMs = msOf(sale?.opensAt);
  const said = fill(words.standings[standing], {
    left: left === null ? null : count(left, language.value),
    max: sale?.perVisitorMax ?? null,
    time: opensAtMs === null ? null : when(opensAtMs, now.value, language.value),
  });
  if (standing === 'ready' && left !== null && left <= fewUnits)
    return <span class="quiet small">{fill(words.left, { n: count(left, language.value) })}</span>;
  if (said === '') return null;
  return (
    <span class="why small">
      {said}{' '}
      {standing === 'tooMany' && left !== null && left > 0 && (
        <button type="button" class="link" disabled={isBusy} onClick={() => onQuantity(left)}>
          {fill(words.takeLeft, { n: count(left, language.value) })}
        </button>
      )}
    </span>
  );
}
