/**
 * What somebody means to buy, or would like, before it is an order: tiers with quantities. Pure arithmetic of such lists,
 * the same for an account's lists and for those that a browser keeps (BAS-1, BAS-5).
 */

export const listNames = ['basket', 'wishlist'] as const;
export type ListName = (typeof listNames)[number];

export interface Wanted {
  readonly tierId: string;
  readonly quantity: number;
}

/** Adds to what is there: quantities of the same tier are summed. What is new stands at the end. */
export const added = <Item extends Wanted>(before: readonly Item[], more: readonly Item[]): Item[] =>
  joined(before, more, (known, one) => known + one);

/** Sets the quantities of the tiers that are named; zero takes one out. The others stay as they are. */
export const changed = <Item extends Wanted>(before: readonly Item[], to: readonly Item[]): Item[] =>
  joined(before, to, (_, one) => one).filter(({ quantity }) => quantity > 0);

/** Two lists of the same person become one: of each tier the larger quantity counts. Doing it twice changes nothing. */
export const merged = <Item extends Wanted>(before: readonly Item[], other: readonly Item[]): Item[] =>
  joined(before, other, Math.max);

/** What remains once `ordered` has left the list. More than was in it takes out what was. */
export function without<Item extends Wanted>(before: readonly Item[], ordered: readonly Wanted[]): Item[] {
  const units = quantities(ordered);
  return before
    .map((item) => ({ ...item, quantity: item.quantity - (units.get(item.tierId) ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
}

/** Units by tier; a tier that is named twice counts with the sum. */
export function quantities(items: readonly Wanted[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { tierId, quantity } of items) units.set(tierId, (units.get(tierId) ?? 0) + quantity);
  return units;
}

function joined<Item extends Wanted>(
  before: readonly Item[],
  more: readonly Item[],
  quantityOf: (known: number, one: number) => number,
): Item[] {
  const byTier = new Map(before.map((item) => [item.tierId, item]));
  for (const item of more) {
    const known = byTier.get(item.tierId);
    byTier.set(item.tierId, {
      ...(known ?? item),
      quantity: quantityOf(known?.quantity ?? 0, item.quantity),
    });
  }
  return [...byTier.values()];
}
