/**
 * What waits for a sale's writer: reserves read from the stream, and the word that rows, holds or passes may be waiting too.
 * What is taken for a batch that fails is put back in front, in its order.
 */
import { BATCH_COMMANDS_MAX, RESERVE_AGE_MS_MAX } from '../../domain/limits.ts';
import type { ReserveCommand } from '../../domain/writer/command.ts';
import type { Reply } from '../../domain/writer/decision.ts';
import type { StreamEntry } from '../../redis/command-stream.ts';
import type { RedisClock } from './redis-clock.ts';
import type { Work } from './run-batch.ts';

/** Read ahead of the batch that is being committed; more would only grow old here. */
const ENTRIES_WAITING_MAX = 3 * BATCH_COMMANDS_MAX;

export interface Taken {
  readonly entries: readonly StreamEntry[];
  readonly work: Work;
  /** Answers to those who have waited too long (WRT-7). */
  readonly stale: readonly Reply[];
}

export class AtHand {
  readonly #saleId: string;
  readonly #redisClock: RedisClock;
  readonly #commandsMax: number;
  #entries: StreamEntry[] = [];
  #isSweepDue: boolean;
  #wake: () => void = () => {};

  /** The first batch looks at everything: nobody knows what the last writer left. */
  constructor(saleId: string, redisClock: RedisClock, commandsMax: number) {
    this.#saleId = saleId;
    this.#redisClock = redisClock;
    this.#commandsMax = commandsMax;
    this.#isSweepDue = true;
  }

  get hasRoom(): boolean {
    return this.#entries.length < ENTRIES_WAITING_MAX;
  }

  offer(entries: readonly StreamEntry[]): void {
    this.#entries.push(...entries);
    this.#wake();
  }

  forgetReserves(): void {
    this.#entries = [];
  }

  /** Rows, holds and passes are looked at with the next batch. */
  sweep(): void {
    this.#isSweepDue = true;
    this.#wake();
  }

  /** Up to a batch's worth of reserves, with all that is stale before them. Null: nothing is at hand. */
  take(): Taken | null {
    const isSweep = this.#isSweepDue;
    if (!isSweep && this.#entries.length === 0) return null;
    this.#isSweepDue = false;
    const nowMs = this.#redisClock.nowMs() ?? 0;
    const reserves: ReserveCommand[] = [];
    const stale: Reply[] = [];
    let count = 0;
    for (const { command, takenAtMs } of this.#entries) {
      if (reserves.length === this.#commandsMax) break;
      count += 1;
      if (command?.saleId !== this.#saleId) continue;
      if (nowMs - takenAtMs <= RESERVE_AGE_MS_MAX) reserves.push(command);
      else stale.push({ replyTo: command.replyTo, answer: busy(command) });
    }
    const work: Work = {
      reserves,
      rows: isSweep ? 'open' : 'none',
      due: isSweep ? 'due' : 'none',
      endsPasses: isSweep,
    };
    return { entries: this.#entries.splice(0, count), work, stale };
  }

  putBack(taken: readonly Taken[]): void {
    this.#entries.unshift(...taken.flatMap(({ entries }) => entries));
    this.#isSweepDue ||= taken.some(({ work }) => work.endsPasses);
  }

  /** Resolves when there is something to take, or when somebody calls wake(). */
  async wait(): Promise<void> {
    if (this.#isSweepDue || this.#entries.length > 0) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  wake(): void {
    this.#wake();
  }
}

const busy = ({ id, bodyHash }: ReserveCommand) =>
  ({ id, bodyHash, outcome: 'refused', code: 'busy' }) as const;
