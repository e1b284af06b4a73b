/**
 * Deciding that a tier is sold no more (CAT-17): what was free of it leaves its capacity, what was sold stays bought.
 * Refused while somebody holds or pays units of it, where a turn could miss the unit that it was promised (RAF-12), and for
 * the last tier of a sale.
 */
import type { RowResult, TierRemoval } from './command.ts';
import type { Draft } from './draft.ts';

export function decideRemoveTier(
  draft: Draft,
  { key, payload: { tierId } }: { readonly key: string; readonly payload: TierRemoval },
): RowResult {
  const tier = draft.tier(tierId);
  if (!tier || tier.isRemoved) return { outcome: 'unchanged' };
  const isOther = (other: { readonly id: string; readonly isRemoved: boolean }) =>
    other.id !== tierId && !other.isRemoved;
  if (!draft.tiers().some(isOther)) return { outcome: 'refused', code: 'last_tier' };
  const isOwed = tier.available > 0 && draft.available() - tier.available < draft.promises.outstanding();
  if (tier.held > 0 || isOwed) return { outcome: 'refused', code: 'tier_in_use' };
  draft.setCapacity(tierId, tier.sold, key);
  draft.removeTier(tierId);
  return { outcome: 'done' };
}
