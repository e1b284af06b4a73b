/**
 * The shop behind the door, second by second: orders wait for a writer that decides so many a second, and is told so late
 * that it drops what is stale; who was told "busy" tries again. What it takes longer is what the autopilot sees: the 95th
 * percentile of the last seconds, and how far the writer is behind.
 */
import type { ShopHealth } from '../../domain/autopilot.ts';
import { LatencyWindow } from '../../domain/latency.ts';
import { ANSWER_WAIT_MS, RESERVE_AGE_MS_MAX } from '../../domain/limits.ts';

/** As the API keeps it for the registry. */
const WINDOW_MS = 10_000;
/** An order that nobody waits for: what a healthy shop takes. */
const LEAST_MS = 30;

/** Somebody who was told "busy" presses the button again. */
const AGAIN_MS = 3_000;

export class SimulatedShop {
  readonly #window = new LatencyWindow(WINDOW_MS);
  #waiting: number[] = [];
  #again: number[] = [];
  #credit = 0;

  order(atMs: number): void {
    this.#waiting.push(atMs);
  }

  /** One second in which the writer decides up to `perSecond` orders. Answers how many buyers were told "busy" in it. */
  work(nowMs: number, perSecond: number): number {
    this.#waiting.push(...this.#again.filter((atMs) => atMs <= nowMs));
    this.#again = this.#again.filter((atMs) => atMs > nowMs);
    const stale = this.#waiting.filter((atMs) => nowMs - atMs > RESERVE_AGE_MS_MAX);
    for (const _ of stale) {
      this.#window.add(ANSWER_WAIT_MS, nowMs);
      this.#again.push(nowMs + AGAIN_MS);
    }
    this.#waiting = this.#waiting.filter((atMs) => nowMs - atMs <= RESERVE_AGE_MS_MAX);
    this.#credit = Math.min(Math.max(1, perSecond), this.#credit + perSecond);
    const decided = this.#waiting.splice(0, Math.floor(this.#credit));
    this.#credit -= decided.length;
    for (const atMs of decided) this.#window.add(Math.min(ANSWER_WAIT_MS, LEAST_MS + nowMs - atMs), nowMs);
    return stale.length;
  }

  health(nowMs: number): ShopHealth {
    const latency = this.#window.lately(nowMs);
    return {
      latencies: latency ? [{ what: 'reserve', p95: latency.p95, count: latency.count }] : [],
      writerBehindMs: Math.max(0, nowMs - (this.#waiting[0] ?? nowMs)),
    };
  }
}
