/**
 * The writer of one sale, as long as this process holds its lease: takes what has arrived, decides it, commits it, answers.
 *
 * While a batch is on its way the next one gathers, so batches grow with the crowd and a lone visitor waits for nobody. A
 * batch that fails because a store is away keeps its commands and is run again; fenced off, it drops them: they stand in
 * the stream and in the table, where the next writer finds them.
 */
import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';
import type { Committed } from '../../db/writer.ts';
import type { Lease } from '../../db/writer-lease.ts';
import { BATCH_COMMANDS_MAX, RESERVE_AGE_MS_MAX } from '../../domain/limits.ts';
import type { ReserveCommand } from '../../domain/writer/command.ts';
import type { Reply } from '../../domain/writer/decision.ts';
import type { StreamEntry } from '../../redis/command-stream.ts';
import { backoffMs } from '../../runtime/backoff.ts';
import { systemChance } from '../../runtime/chance.ts';
import { type Memory, runBatch, type Work } from './run-batch.ts';
import { tellAnswers, tellChanges } from './tell.ts';
import type { WriterDeps } from './writer-deps.ts';

/** Read ahead of the batch that is being committed; more would only grow old here. */
const ENTRIES_WAITING_MAX = 3 * BATCH_COMMANDS_MAX;
const AGAIN = { firstMs: 50, mostMs: 1_000 };

export class SaleWriter {
  readonly lease: Lease;
  /** Where reading the stream goes on. */
  cursor = '0-0';
  readonly #deps: WriterDeps;
  readonly #memory: Memory = { units: null, illOrderIds: new Set() };
  #entries: StreamEntry[] = [];
  /** The first batch looks at everything: nobody knows what the last writer left. */
  #isSweepDue = true;
  #isStopped = false;
  #isBusy = false;
  readonly #telling = new Set<Promise<void>>();
  #streamLength = 0;
  #granted = 0;
  #sampledAtMs = performance.now();
  #lastSecond = { granted: 0, tookMs: 0 };
  #wake: () => void = () => {};

  constructor(deps: WriterDeps, lease: Lease) {
    this.#deps = deps;
    this.lease = lease;
  }

  get backlog(): number {
    return this.#streamLength;
  }

  get hasRoom(): boolean {
    return this.#entries.length < ENTRIES_WAITING_MAX;
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
    this.#entries.push(...entries);
    this.#wake();
  }

  /** Reads the stream from its beginning: Redis may be another one. What is answered already is found stored. */
  rewind(): void {
    this.cursor = '0-0';
    this.#entries = [];
  }

  /** Looks at rows, holds and passes too with the next batch, which begins now if none is on its way. */
  sweep(): void {
    this.#isSweepDue = true;
    this.#wake();
  }

  /** The batch in hand is finished; run() ends. */
  stop(): void {
    this.#isStopped = true;
    this.#wake();
  }

  /** Until stopped, or fenced off: the lease is another's then. */
  async run(): Promise<'stopped' | 'fenced'> {
    for (let failures = 0; ; ) {
      await this.#work();
      if (this.#isStopped) {
        await Promise.all(this.#telling);
        return 'stopped';
      }
      const entries = this.#entries.splice(0, BATCH_COMMANDS_MAX);
      const isSweep = this.#isSweepDue;
      this.#isSweepDue = false;
      this.#isBusy = true;
      try {
        const ran = await this.#batch(entries, isSweep);
        if (!ran) return 'fenced';
        failures = 0;
      } catch (err) {
        this.#entries.unshift(...entries);
        this.#isSweepDue ||= isSweep;
        if (failures === 0) this.#deps.log.warn({ err, saleId: this.lease.saleId }, 'a batch is run again');
        await pause(backoffMs(failures, AGAIN, systemChance));
        failures += 1;
      } finally {
        this.#isBusy = false;
      }
    }
  }

  async #batch(entries: readonly StreamEntry[], isSweep: boolean): Promise<boolean> {
    const { reserves, stale } = this.#fresh(entries);
    if (reserves.length === 0 && !isSweep) {
      this.#tell([], stale, entries);
      return true;
    }
    const work: Work = {
      reserves,
      rows: isSweep ? 'open' : 'none',
      due: isSweep ? 'due' : 'none',
      endsPasses: isSweep,
    };
    const ran = await runBatch(this.#deps, this.lease, this.#memory, work);
    if (!ran) return false;
    this.#isSweepDue ||= ran.committed.some(({ isMore }) => isMore);
    this.#tell(ran.committed, [...ran.replies, ...stale], entries);
    return true;
  }

  #tell(committed: readonly Committed[], others: readonly Reply[], entries: readonly StreamEntry[]): void {
    const { saleId } = this.lease;
    const replies = [...committed.flatMap(({ decision }) => decision.replies), ...others];
    // Behind the next batch's first statements: PostgreSQL reads for them while this process writes answers.
    const told = immediate()
      .then(() =>
        Promise.all([
          tellAnswers(this.#deps, saleId, replies, entries.at(-1)?.entryId ?? null),
          ...committed.map((one) => tellChanges(this.#deps, saleId, one)),
        ]),
      )
      .then(() => {
        this.#telling.delete(told);
      });
    this.#telling.add(told);
    for (const { decision } of committed) this.#granted += decision.newOrders.length;
  }

  /** Nobody waits any more for what is older than this; the visitor who still wants it has asked again. */
  #fresh(entries: readonly StreamEntry[]): { reserves: ReserveCommand[]; stale: Reply[] } {
    const nowMs = this.#deps.redisClock.nowMs() ?? 0;
    const reserves: ReserveCommand[] = [];
    const stale: Reply[] = [];
    for (const { command, takenAtMs } of entries) {
      if (command?.saleId !== this.lease.saleId) continue;
      if (nowMs - takenAtMs <= RESERVE_AGE_MS_MAX) reserves.push(command);
      else stale.push({ replyTo: command.replyTo, answer: busy(command) });
    }
    if (stale.length > 0) this.#deps.numbers.stale(stale.length);
    return { reserves, stale };
  }

  /** Resolves when there is something to do. */
  async #work(): Promise<void> {
    while (!this.#isStopped && !this.#isSweepDue && this.#entries.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

const busy = ({ id, bodyHash }: ReserveCommand) =>
  ({ id, bodyHash, outcome: 'refused', code: 'busy' }) as const;
