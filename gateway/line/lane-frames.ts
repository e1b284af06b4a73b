/**
 * The shared frame of each lane (GWY-13): encoded once, the same bytes for everybody in it. Who waits gets one when their
 * lane has something new to say. Everybody gets one every ten seconds, so that a dead connection is noticed; who is called
 * or inside counts no places, and gets no others.
 */
import { type WaitingLane, waitingLanes } from '../../domain/lane.ts';
import { isBeside, type LineHead, laneHeadOf, type Standing } from '../../domain/standing.ts';
import { messageFrame } from '../socket/text-frame.ts';
import { waitingOf } from './place-message.ts';

const FRAME_EVERY_SECONDS = 10;

interface Sent {
  readonly moved: number;
  readonly waiting: number;
  readonly atSeconds: number;
}

export interface DueFrames {
  readonly byLane: Readonly<Partial<Record<WaitingLane, Buffer>>>;
  /** All lanes have one, for everybody in them. */
  readonly isForAll: boolean;
}

export class LaneFrames {
  readonly #sent = new Map<WaitingLane, Sent>();
  #allAtSeconds = Number.NEGATIVE_INFINITY;

  /** None for a lane with nothing new to say, but for all now and then. `stretch` thins them out under overload. */
  due(
    head: LineHead,
    now: { readonly atSeconds: number; readonly stretch: number; readonly at: string },
  ): DueFrames {
    const byLane: Partial<Record<WaitingLane, Buffer>> = {};
    const waiting = waitingOf(head);
    const isForAll = now.atSeconds - this.#allAtSeconds >= FRAME_EVERY_SECONDS;
    if (isForAll) this.#allAtSeconds = now.atSeconds;
    for (const lane of waitingLanes) {
      const { moved } = laneHeadOf(head, lane);
      const before = this.#sent.get(lane);
      const isNew = moved !== before?.moved || waiting !== before.waiting;
      const isDue = isNew && now.atSeconds - (before?.atSeconds ?? 0) >= now.stretch;
      if (!isForAll && !isDue) continue;
      this.#sent.set(lane, { moved, waiting, atSeconds: now.atSeconds });
      byLane[lane] = laneFrame(head, lane, now.at);
    }
    return { byLane, isForAll };
  }
}

/** The frame of those that are due for somebody who stands so; undefined where it says nothing to them. */
export function frameFor({ state, lane }: Standing, { byLane, isForAll }: DueFrames): Buffer | undefined {
  const isBeyond = state === 'called' || state === 'shopping' || state === 'finished';
  return isBeyond && !isForAll ? undefined : byLane[isBeside(lane) ? lane : 'ordinary'];
}

export const laneFrame = (head: LineHead, lane: WaitingLane, at: string): Buffer =>
  messageFrame({ type: 'frame', moved: laneHeadOf(head, lane).moved, waiting: waitingOf(head), at });
