/** Typed door to call-next.lua. The contract is the comment atop the script. */
import { BURST_MS_MAX, PRESENCE_MS } from '../../domain/limits.ts';
import type { LineHead } from '../../domain/standing.ts';
import { readHead } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface Calling {
  readonly entryId: string;
  readonly number: number;
  readonly callNo: number;
  readonly lane: 'ordinary' | 'returned';
}
export interface CallNext {
  readonly saleId: string;
  /** What pacing proposes; the script takes as many or fewer. */
  readonly wantMax: number;
}
export interface Called {
  readonly head: LineHead;
  /** Everybody who stands in `calling`: taken now, or by a tick that died. */
  readonly calling: readonly Calling[];
  /** The bound of entries touched was reached before enough were found: run it again. */
  readonly more: boolean;
}

export const callNext = defineLineScript<CallNext, Called>({
  name: 'call-next',
  args: ({ wantMax }) => [wantMax, PRESENCE_MS, BURST_MS_MAX],
  reply: ([head = '', more, ...calling]) => ({
    head: readHead(head),
    more: more === '1',
    calling: calling.map(readCalling),
  }),
});

function readCalling(text: string): Calling {
  const [entryId = '', number, callNo, lane] = text.split('|');
  return {
    entryId,
    number: Number(number),
    callNo: Number(callNo),
    lane: lane === 'returned' ? lane : 'ordinary',
  };
}
