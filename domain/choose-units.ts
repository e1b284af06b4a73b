/**
 * Which units of an order are meant by parts that name a line, or a tier whichever lines it stands on (ORD-15, SHP-5). Parts
 * count one after the other, so that two that name the same line never mean the same unit.
 */

/** Units of one line, or of a tier whichever lines they stand on. */
export type PartAsked =
  | { readonly lineNo: number; readonly quantity: number }
  | { readonly tierId: string; readonly quantity: number };

/** A line with the units of it that may be chosen. */
export interface FreeLine {
  readonly lineNo: number;
  readonly tierId: string;
  readonly free: number;
}

export interface Chosen {
  readonly lineNo: number;
  readonly quantity: number;
}

/** Null where a line is not there, or has fewer free units than are asked for. Lines come in their own order. */
export function chooseUnits(lines: readonly FreeLine[], asked: readonly PartAsked[]): Chosen[] | null {
  const taken = new Map<number, number>();
  for (const part of asked) {
    const isMeant = (line: FreeLine) =>
      'lineNo' in part ? line.lineNo === part.lineNo : line.tierId === part.tierId;
    let open = part.quantity;
    for (const { lineNo, free } of lines.filter(isMeant)) {
      const before = taken.get(lineNo) ?? 0;
      const quantity = Math.min(open, free - before);
      open -= quantity;
      if (quantity > 0) taken.set(lineNo, before + quantity);
    }
    if (open > 0 || part.quantity < 1) return null;
  }
  if (taken.size === 0) return null;
  return lines.flatMap(({ lineNo }) => {
    const quantity = taken.get(lineNo) ?? 0;
    return quantity > 0 ? [{ lineNo, quantity }] : [];
  });
}

export const unitsOf = (chosen: readonly Chosen[]): number =>
  chosen.reduce((sum, { quantity }) => sum + quantity, 0);

/** How many units of each tier may be chosen: said with a refusal. */
export function freePerTier(lines: readonly FreeLine[]): Record<string, number> {
  const free: Record<string, number> = {};
  for (const line of lines) free[line.tierId] = (free[line.tierId] ?? 0) + line.free;
  return free;
}
