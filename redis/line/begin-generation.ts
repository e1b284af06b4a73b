/** Typed doors to begin-generation.lua and set-status.lua, for the keeper of the line alone. */
import type { LobbyMode } from '../../domain/sale.ts';
import type { LineHead, LinePhase } from '../../domain/standing.ts';
import { readHead } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export type LineStatus = 'rebuilding' | 'resuming' | 'ready';

export interface BeginGeneration {
  readonly saleId: string;
  readonly status: LineStatus;
  readonly phase: LinePhase;
  /** Numbers up to this one may have been handed out. */
  readonly numberEnd: number;
  readonly lobby: LobbyMode;
  readonly floorMax: number;
  readonly admitPerMinute: number;
  readonly priorityShare: number;
}

export const beginGeneration = defineLineScript<BeginGeneration, LineHead>({
  name: 'begin-generation',
  isFirst: true, // Before it has run, a command of the old generation must find no script (LIN-5).
  args: (it) => [
    it.status,
    it.phase,
    it.numberEnd,
    it.lobby,
    it.floorMax,
    it.admitPerMinute,
    it.priorityShare,
  ],
  reply: ([head = '']) => readHead(head),
});

export const setStatus = defineLineScript<{ saleId: string; status: LineStatus }, LineHead>({
  name: 'set-status',
  args: ({ status }) => [status],
  reply: ([head = '']) => readHead(head),
});
