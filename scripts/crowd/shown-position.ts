/** The position that a page would show, moved on by each frame: it never gets worse while the lane is the same (PAG-1). */
import { aheadAfter, type FrameMessage, type PlaceMessage } from '../../domain/protocol.ts';

export class ShownPosition {
  #seen: { readonly ahead: number; readonly moved: number; readonly lane: string | undefined } | null = null;

  follow(frame: Pick<FrameMessage, 'moved'>): void {
    if (this.#seen === null) return;
    this.#seen = { ...this.#seen, ahead: aheadAfter(this.#seen, frame), moved: frame.moved };
  }

  /** Answers whether this place is worse than what was shown. Another lane is another order. */
  hear({ state, ahead, moved, lane }: PlaceMessage): boolean {
    const before = this.#seen;
    this.#seen = state === 'waiting' && ahead !== null ? { ahead, moved, lane } : null;
    return before !== null && this.#seen !== null && before.lane === lane && this.#seen.ahead > before.ahead;
  }
}
