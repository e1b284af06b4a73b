/** Typed door to configure-line.lua. The contract is the comment atop the script. */
import type { LobbyMode } from '../../domain/sale.ts';
import type { LineHead, LinePhase } from '../../domain/standing.ts';
import { readHead } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface ConfigureLine {
  readonly saleId: string;
  readonly phase: LinePhase;
  readonly lobby: LobbyMode;
  readonly floorMax: number;
  readonly admitPerMinute: number;
  /** Percent of each batch. */
  readonly priorityShare: number;
}

export const configureLine = defineLineScript<ConfigureLine, LineHead>({
  name: 'configure-line',
  args: (it) => [it.phase, it.lobby, it.floorMax, it.admitPerMinute, it.priorityShare],
  reply: ([head = '']) => readHead(head),
});
