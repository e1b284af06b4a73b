/** What a sale's writer remembers between batches, so that it need not be read for each: the units of every buyer. */
import type { Committed } from '../../db/writer.ts';
import type { UnitsByBuyer } from '../../domain/writer/buyer.ts';

export interface Memory {
  /** Null: forgotten, because a batch failed; the next one reads them. */
  units: UnitsByBuyer | null;
  /** Due orders that fail alone. They keep their units until somebody looks: better than every sweep failing. */
  readonly illOrderIds: Set<string>;
}

/** In place: a sale has as many buyers as it has units, and a batch changes a few hundred. */
export function remember(memory: Memory, { units, decision }: Committed): void {
  const all = units as Map<string, number>;
  for (const [key, count] of decision.unitsChanged) {
    if (count === 0) all.delete(key);
    else all.set(key, count);
  }
  memory.units = all;
}
