/** What a line does as a whole, from what PostgreSQL says of its sale. */
import type { LobbyMode, SaleMode, SaleState } from './sale.ts';
import type { LinePhase } from './standing.ts';

/** Registrations of a raffle are drawn, whatever its lobby would be. */
export const lobbyModeOf = ({
  mode,
  lobby,
}: {
  readonly mode: SaleMode;
  readonly lobby: LobbyMode;
}): LobbyMode => (mode === 'raffle' ? 'shuffle' : lobby);

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
