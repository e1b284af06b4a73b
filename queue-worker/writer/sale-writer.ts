/**
 * The writer of one sale, as long as this process holds its lease: takes what has arrived, decides it, commits it, answers.
 *
 * While a batch is on its way the next one gathers, so batches grow with the crowd and a lone visitor waits for nobody. A
 * batch that fails because a store is away keeps its commands and is run again; fenced off, it drops them: they stand in
 * the stream and in the table, where the next writer finds them.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { BatchFailed, type Committed } from '../../db/writer.ts';
import type { Lease } from '../../db/writer-lease.ts';
import type { Reply } from '../../domain/writer/decision.ts';
import type { StreamEntry } from '../../redis/command-stream.ts';
import { backoffMs } from '../../runtime/backoff.ts';
import { systemChance } from '../../runtime/chance.ts';
import { AtHand, type Taken } from './at-hand.ts';
import type { Memory } from './memory.ts';
import { runBatch } from './run-batch.ts';
import { runStreak } from './run-streak.ts';
import { tellAnswers, tellChanges } from './tell.ts';
import type { WriterDeps } from './writer-deps.ts';

const AGAIN = { firstMs: 50, mostMs: 1_000 };

export class SaleWriter {
  readonly lease: Lease;
  /** Where reading the stream goes on. */
  cursor = '0-0';
  readonly #deps: WriterDeps;
  readonly #memory: Memory = { units: null, illOrderIds: new Set() };
  readonly #atHand: AtHand;
  readonly #telling = new Set<Promise<void>>();
  #isStopped = false;
  #isBusy = false;
  #streamLength = 0;
  #granted = 0;
  #sampledAtMs = performance.now();
  #lastSecond = { granted: 0, tookMs: 0 };

  constructor(deps: WriterDeps, lease: Lease) {
    this.#deps = deps;
    this.lease = lease;
    this.#atHand = new AtHand(lease.saleId, deps.redisClock, deps.commandsMax);
  }

  get backlog(): number {
    return this.#streamLength;
  }

  get hasRoom(): boolean {
    return this.#atHand.hasRoom;
  }

  /** A batch is on its way, which renews the lease itself. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  status(): { epoch: number; backlog: number; reservationsPerSecond: number } {
    const { granted, tookMs } = this.#lastSecond;
    const reservationsPerSecond = Math.round((granted * 1_000) / Math.max(1, tookMs));
    return { epoch: this.lease.epoch, backlog: this.backlog, reservationsPerSecond };
  }

  /** Called about once a second, with the stream's length. */
  sample(streamLength: number): void {
    const nowMs = performance.now();
    this.#streamLength = streamLength;
    this.#lastSecond = { granted: this.#granted, tookMs: nowMs - this.#sampledAtMs };
    this.#sampledAtMs = nowMs;
    this.#granted = 0;
  }

  offer(entries: readonly StreamEntry[]): void {
    const last = entries.at(-1);
    if (!last) return;
    this.cursor = last.entryId;
    this.#atHand.offer(entries);
  }

  /** Reads the stream from its beginning: Redis may be another one. What is answered already is found stored. */
  rewind(): void {
    this.cursor = '0-0';
    this.#atHand.forgetReserves();
  }

  /** Looks at rows, holds and passes too with the next batch, which begins now if none is on its way. */
  sweep(): void {
    this.#atHand.sweep();
  }

  /** The batch in hand is finished; run() ends. */
  stop(): void {
    this.#isStopped = true;
    this.#atHand.wake();
  }

  /** Until stopped, or fenced off: the lease is another's then. */
  async run(): Promise<'stopped' | 'fenced'> {
    let failures = 0;
    let isCareful = false;
    while (!this.#isStopped) {
      await this.#atHand.wait();
      if (this.#isStopped) break;
      this.#isBusy = true;
      try {
        const end = isCareful ? await this.#runCarefully() : await this.#runStreak();
        if (end === 'fenced') return 'fenced';
        failures = 0;
        isCareful = false;
      } catch (err) {
        isCareful = err instanceof BatchFailed && err.isOfCommands;
        if (isCareful) continue;
        if (failures === 0) this.#deps.log.warn({ err, saleId: this.lease.saleId }, 'a batch is run again');
        await pause(backoffMs(failures, AGAIN, systemChance));
        failures += 1;
      } finally {
        this.#isBusy = false;
      }
    }
    await Promise.all(this.#telling);
    return 'stopped';
  }

  #runStreak(): Promise<'idle' | 'fenced'> {
    const isOver = () => this.#isStopped;
    const tell = (taken: Taken, committed: readonly Committed[]) => this.#tell(taken, committed);
    return runStreak(this.#deps, this.lease, this.#memory, { atHand: this.#atHand, isOver, tell });
  }

  async #runCarefully(): Promise<'idle' | 'fenced'> {
    const taken = this.#atHand.take();
    if (!taken) return 'idle';
    try {
      const ran = await runBatch(this.#deps, this.lease, this.#memory, taken.work);
      if (!ran) return 'fenced';
      if (ran.committed.some(({ isMore }) => isMore)) this.sweep();
      this.#tell(taken, ran.committed, ran.replies);
      return 'idle';
    } catch (failure) {
      this.#atHand.putBack([taken]);
      throw failure;
    }
  }

  #tell({ entries, stale }: Taken, committed: readonly Committed[], others: readonly Reply[] = []): void {
    const { saleId } = this.lease;
    const replies = [...committed.flatMap(({ decision }) => decision.replies), ...stale, ...others];
    const told = Promise.all([
      tellAnswers(this.#deps, saleId, replies, entries.at(-1)?.entryId ?? null),
      ...committed.map((one) => tellChanges(this.#deps, saleId, one)),
    ]).then(() => {
      this.#telling.delete(told);
    });
    this.#telling.add(told);
    if (stale.length > 0) this.#deps.numbers.stale(stale.length);
    for (const { decision } of committed) this.#granted += decision.newOrders.length;
  }
}
