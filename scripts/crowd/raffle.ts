/**
 * What the parent of a crowd does about a raffle: has it drawn when it was told to, and says when it is over.
 *
 * A process knows its own visitors alone, and whoever stands on the list cannot know whether a turn still comes back. Only
 * over all of them it shows: nobody registers, waits or has a turn any more, and the list has not moved for a while.
 */
import { phases, type Tally } from './tally.ts';

/** Twenty looks of the queue-worker at a list, and time for a socket that was lost to come back. */
const QUIET_MS = 10_000;

const sumOf = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** All of the crowd came, and whoever was not turned away is registered. */
export const isRegistered = ({ phase }: Tally, visitors: number): boolean =>
  phase.coming === 0 && sumOf(phase) === visitors;

export class RaffleWatch {
  readonly #quietMs: number;
  #seen = '';
  #sinceMs = 0;

  constructor(quietMs = QUIET_MS) {
    this.#quietMs = quietMs;
  }

  /** True once those who are left stay where they are: on the list. */
  isOver({ phase, event, ended }: Tally, nowMs: number): boolean {
    const isDecided = phases.every((name) => name === 'notDrawn' || name === 'ended' || phase[name] === 0);
    const seen = `${isDecided} ${phase.notDrawn} ${event.won} ${event.movedUp} ${sumOf(ended)}`;
    if (seen !== this.#seen) this.#sinceMs = nowMs;
    this.#seen = seen;
    return isDecided && phase.notDrawn > 0 && nowMs - this.#sinceMs >= this.#quietMs;
  }
}
