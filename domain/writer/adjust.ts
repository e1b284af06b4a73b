/**
 * Deciding new capacities: all of them or none, and never below what is held or sold (ORD-10), nor by units that are
 * promised to turns of a raffle or a reserve list (RAF-12): who was told "yours until six" must find one.
 */
import type { Adjustment, RowResult } from './command.ts';
import type { Draft } from './draft.ts';

export function decideAdjust(
  draft: Draft,
  { key, payload }: { key: string; payload: Adjustment },
): RowResult {
  const wanted = new Map(payload.tiers.map(({ id, capacity }) => [id, capacity]));
  for (const [id, capacity] of wanted) {
    const tier = draft.tier(id);
    if (!tier || tier.isRemoved || !Number.isSafeInteger(capacity) || capacity < 0) {
      return { outcome: 'refused', code: 'invalid_request' };
    }
    if (capacity < tier.held + tier.sold) return { outcome: 'refused', code: 'capacity_in_use' };
  }
  const before = draft.available();
  const after = before + [...wanted].reduce((sum, [id, to]) => sum + to - (draft.tier(id)?.capacity ?? 0), 0);
  // Raised, it is never refused: also where less is there than was promised it is better than nothing.
  if (after < before && after < draft.promises.outstanding())
    return { outcome: 'refused', code: 'capacity_in_use' };
  for (const [id, capacity] of wanted) draft.setCapacity(id, capacity, key);
  return { outcome: 'done' };
}
