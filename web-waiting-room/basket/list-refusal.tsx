/** Why a list could not be changed, about the item that was meant. */
import type { BasketItem } from '../../domain/basket-standing.ts';
import { LIST_ITEMS_MAX } from '../../domain/limits.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import type { Refusal } from '../server/ask.ts';
import { tierName } from './tier-name.ts';
import { basketWords } from './words.ts';

export interface ListRefusalProps {
  readonly refusal: Refusal;
  readonly about: BasketItem | null;
  readonly onRetry?: (() => void) | undefined;
}

export function ListRefusal({ refusal, about, onRetry }: ListRefusalProps) {
  const words = spoken(basketWords);
  const isFull =
    refusal.code === 'list_full' || (refusal.code === 'invalid_request' && !refusal.errors?.length);
  const isGone = ['invalid_request', 'sale_not_open'].includes(refusal.code) && !isFull;
  if (isFull || isGone)
    return (
      <p class="refusal" role="alert">
        {isFull ? fill(words.full, { n: LIST_ITEMS_MAX }) : words.standings.ended}
      </p>
    );
  const left = (about && refusal.left?.[about.tierId]) ?? 0;
  const isPart = refusal.code === 'sold_out' && left > 0;
  const tier = about && tierName(about.name, about.tier);
  return (
    <RefusalNote
      refusal={isPart ? { ...refusal, code: 'sold_out_partly' } : refusal}
      facts={{ tier, left: isPart ? left : null, max: about?.sale?.perVisitorMax ?? null }}
      onRetry={onRetry}
    />
  );
}
