/**
 * The shared frame of each lane (GWY-13): encoded once, the same bytes for everybody in it. A lane gets one when it has
 * something new to say, and every ten seconds when it has not, so that a dead connection is noticed.
 */
import { type WaitingLane, waitingLanes } from '../../domain/lane.ts';
import { type LineHead, laneHeadOf } from '../../domain/standing.ts';
import { messageFrame } from '../socket/text-frame.ts';
import { waitingOf } from './place-message.ts';

const FRAME_EVERY_SECONDS = 10;

interface Sent {
  readonly moved: number;
  readonly waiting: number;
  readonly atSeconds: number;
}

export type LaneFrame = Readonly<Partial<Record<WaitingLane, Buffer>>>;

export class LaneFrames {
  readonly #sent = new Map<WaitingLane, Sent>();

  /** The frames that are due; none for a lane with nothing new to say. `stretch` thins them out under overload. */
  due(head: LineHead, now: { readonly atSeconds: number; readonly stretch: number; readonly at: string }) {
    const frames: Partial<Record<WaitingLane, Buffer>> = {};
    const waiting = waitingOf(head);
    for (const lane of waitingLanes) {
      const { moved } = laneHeadOf(head, lane);
      const before = this.#sent.get(lane);
      const isNew = moved !== before?.moved || waiting !== before.waiting;
      const everySeconds = isNew ? now.stretch : FRAME_EVERY_SECONDS;
      if (before && now.atSeconds - before.atSeconds < everySeconds) continue;
      this.#sent.set(lane, { moved, waiting, atSeconds: now.atSeconds });
      frames[lane] = laneFrame(head, lane, now.at);
    }
    return frames satisfies LaneFrame;
  }
}

export const laneFrame = (head: LineHead, lane: WaitingLane, at: string): Buffer =>
  messageFrame({ type: 'frame', moved: laneHeadOf(head, lane).moved, waiting: waitingOf(head), at });
