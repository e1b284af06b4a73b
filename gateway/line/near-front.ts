/**
 * Those near the front hear at once that the line has moved (GWY-13): for them a second is long, and they are few. The
 * frame is the shared one of their lane. Everybody else hears of it with the next second, and so does whoever is
 * forgotten here.
 */
import { type WaitingLane, waitingLanes } from '../../domain/lane.ts';
import { isBeside, type LineHead, laneHeadOf } from '../../domain/standing.ts';
import type { Entry } from './entry.ts';
import { laneFrame } from './lane-frames.ts';

/** As far as exact positions are read each second. */
export const NEAR_FRONT_MAX = 1_000;

export class NearFront {
  #movedTold = '';

  /** Everybody is told this by the frame of the second. */
  note(head: LineHead): void {
    this.#movedTold = movedIn(head);
  }

  /** Answers how many were written to, and the bytes; none where the line has not moved since they were told last. */
  tell(head: LineHead, entries: Iterable<Entry>, at: string): { written: number; bytes: number } {
    let [written, bytes] = [0, 0];
    if (movedIn(head) === this.#movedTold) return { written, bytes };
    this.#movedTold = movedIn(head);
    const frames = new Map<WaitingLane, Buffer>();
    for (const entry of entries) {
      const { state, ahead, lane } = entry.standing;
      if (state !== 'waiting' || ahead === null || ahead > NEAR_FRONT_MAX) continue;
      const waitingLane = isBeside(lane) ? lane : 'ordinary';
      const frame = frames.get(waitingLane) ?? laneFrame(head, waitingLane, at);
      frames.set(waitingLane, frame);
      entry.send(frame);
      written += 1;
      bytes += frame.length;
    }
    return { written, bytes };
  }
}

const movedIn = (head: LineHead): string =>
  waitingLanes.map((lane) => laneHeadOf(head, lane).moved).join(' ');
