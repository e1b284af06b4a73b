/**
 * What buyers see of a sale, with what is typed in place of what is saved, and how much of it: as domain/sale-showing.ts and
 * the API's public view say it (CAT-10, CAT-11, CAT-16). Pure.
 */
import type { SaleView, StaffSaleView } from '../../domain/sale.ts';
import { isHidden, isTeaser } from '../../domain/sale-showing.ts';
import { type SettingsDraft, valuesOf } from '../sale-settings/settings-draft.ts';

export interface Seen {
  readonly as: 'draft' | 'hidden' | 'teaser' | 'shown';
  readonly view: SaleView;
}

export function seenAs(sale: StaffSaleView, draft: SettingsDraft, nowMs: number): Seen {
  const typed = valuesOf(draft);
  const whole: SaleView = { ...sale, ...typed, picture: sale.pictures[0]?.url ?? typed.picture };
  const as = standing(sale, typed, nowMs);
  return { as, view: as === 'teaser' ? { ...whole, description: '', tiers: [], teaser: true } : whole };
}

function standing(
  { state }: StaffSaleView,
  { hiddenUntil, hideBeforeOpening }: ReturnType<typeof valuesOf>,
  nowMs: number,
): Seen['as'] {
  if (state === 'draft') return 'draft';
  const until = hiddenUntil === null ? null : new Date(hiddenUntil);
  if (isHidden({ hidden_until: until }, nowMs)) return 'hidden';
  // The page is not told when the sale opened; a lobby has not.
  const openedAt = state === 'lobby' ? null : new Date(nowMs);
  return isTeaser({ state, hide_before_opening: hideBeforeOpening, opened_at: openedAt })
    ? 'teaser'
    : 'shown';
}
