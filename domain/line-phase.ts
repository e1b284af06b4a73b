/** What a line does as a whole, from what PostgreSQL says of its sale. */
import type { SaleState } from './sale.ts';
import type { LinePhase } from './standing.ts';

export function linePhaseOf(sale: {
  readonly state: SaleState;
  readonly drawSize: number | null;
}): LinePhase {
  switch (sale.state) {
    case 'draft':
    case 'lobby':
      return sale.drawSize === null ? 'lobby' : 'drawing';
    default:
      return sale.state;
  }
}
