/** How much of a sale buyers see, with what is typed in place of what is saved: as domain/sale-showing.ts says it. Pure. */
import type { StaffSaleView } from '../../domain/sale.ts';
import { isHidden, isTeaser } from '../../domain/sale-showing.ts';
import type { SettingsDraft } from '../sale-settings/settings-draft.ts';

export function seenAs(
  { state }: Pick<StaffSaleView, 'state'>,
  { hiddenUntil, hideBeforeOpening }: Pick<SettingsDraft, 'hiddenUntil' | 'hideBeforeOpening'>,
  nowMs: number,
): 'draft' | 'hidden' | 'teaser' | 'shown' {
  if (state === 'draft') return 'draft';
  const until = hiddenUntil === '' ? null : new Date(hiddenUntil);
  if (isHidden({ hidden_until: until }, nowMs)) return 'hidden';
  // The page is not told when the sale opened; a lobby has not.
  const openedAt = state === 'lobby' ? null : new Date(nowMs);
  return isTeaser({ state, hide_before_opening: hideBeforeOpening, opened_at: openedAt })
    ? 'teaser'
    : 'shown';
}
