/** Typed door to call-next.lua. The contract is the comment atop the script. */
import { type LineBound, lineBounds } from '../../domain/held-back.ts';
import type { WaitingLane } from '../../domain/lane.ts';
import { BURST_MS_MAX, PRESENCE_MS } from '../../domain/limits.ts';
import type { LineHead } from '../../domain/standing.ts';
import { readHead } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface Calling {
  readonly entryId: string;
  readonly number: number;
  readonly callNo: number;
  readonly lane: WaitingLane | 'returned';
}
export interface CallNext {
  readonly saleId: string;
  /** What pacing proposes; the script takes as many or fewer. */
  readonly wantMax: number;
  /** What pacing asks for; the script takes the operator's rate, and its bounded correction, as the bound. */
  readonly ratePerMinute: number;
  /** Names the rounds of one tick; left out, it is a first round. */
  readonly tickId?: string;
  /** False in its further rounds: it has those in hand who stand in `calling` already. */
  readonly drives?: boolean;
}
export interface Called {
  readonly head: LineHead;
  /** Taken now; and, where asked for, by a tick that died. */
  readonly calling: readonly Calling[];
  /** All of them were taken now: nobody can have recorded their calls. */
  readonly isFresh: boolean;
  /** The bound of entries touched was reached before enough were found: run it again. */
  readonly more: boolean;
  /** What kept the number down; null where the rate did. */
  readonly bound: LineBound | null;
}

export const callNext = defineLineScript<CallNext, Called>({
  name: 'call-next',
  args: ({ wantMax, ratePerMinute, tickId = 'once', drives = true }) => [
    ...[wantMax, PRESENCE_MS, BURST_MS_MAX, ratePerMinute, tickId],
    drives ? '1' : '0',
  ],
  reply: ([head = '', more, bound, fresh, count, ...said]) => {
    const taken = Number(count) * 2;
    const again = new Map<string, number>();
    for (let at = taken; at < said.length; at += 2) again.set(said[at] ?? '', Number(said[at + 1]));
    const calling: Calling[] = [];
    for (let at = 0; at < taken; at += 2)
      calling.push(readCalling(said[at] ?? '', said[at + 1] ?? '', again));
    return {
      head: readHead(head),
      more: more === '1',
      isFresh: fresh === '1',
      bound: lineBounds.find((one) => one === bound) ?? null,
      calling,
    };
  },
});

/** As prelude.lua has them: eighths behind the number. */
const lanes = ['ordinary', 'returned', 'priority', 'slow'] as const;

function readCalling(score: string, entryId: string, again: ReadonlyMap<string, number>): Calling {
  const place = Number(score);
  const number = Math.floor(place);
  const lane = lanes[(place - number) * 8] ?? 'ordinary';
  return { entryId, number, callNo: again.get(entryId) ?? 1, lane };
}
