/**
 * Whether the page offers to give an order back now, and what it says about until when (ORD-34). The server decides; the
 * page knows the time as well, so that it offers nothing for which it has become too late since it last asked. Pure.
 */
import { hasBegun } from '../../domain/giving-back.ts';
import { holdsUnits } from '../../domain/order-lifecycle.ts';
import type { OrderView } from '../../domain/order-view.ts';
import type { Language } from '../language/choose-language.ts';
import { fill } from '../language/fill.ts';
import { msOf, when } from '../language/time.ts';
import { givingBackWords } from './giving-back-words.ts';

export interface GivingBack {
  readonly isOffered: boolean;
  /** Null where time changes nothing of it. */
  readonly says: string | null;
}

export function givingBack(order: OrderView, nowMs: number, language: Language): GivingBack {
  const { state, sale, cancellable } = order;
  if (holdsUnits(state)) return { isOffered: cancellable, says: null };
  const startsAtMs = msOf(sale.startsAt);
  const words = givingBackWords[language];
  const isOver = hasBegun({ fulfilment: sale.fulfilment, startsAtMs }, nowMs);
  if (isOver) return { isOffered: false, says: state === 'paid' || state === 'issued' ? words.over : null };
  if (!cancellable || sale.fulfilment !== 'ticket' || startsAtMs === null)
    return { isOffered: cancellable, says: null };
  return { isOffered: true, says: fill(words.until, { time: when(startsAtMs, nowMs, language) }) };
}
