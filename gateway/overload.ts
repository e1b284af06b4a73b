/**
 * How busy this process is, by how late its event loop turns (GWY-19). First position frames are thinned
 * out, then joins are told to come back; checkout and webhooks pass through this same process and are never
 * shed.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Lateness that a visitor cannot see yet, but that says the frames are too many. */
const FRAMES_LATE_MS = 100;
/** Checkout begins to feel it: the crowd outside waits for those inside. */
const JOINS_LATE_MS = 250;
/** Even saying "come back" over a socket is late: new sockets are refused while they are HTTP. */
const UPGRADES_LATE_MS = 1_000;
const RESOLUTION_MS = 10;

export class Overload {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #lateMs = 0;

  constructor() {
    this.#delay.enable();
  }

  get lateMs(): number {
    return this.#lateMs;
  }

  /** Once a second. The ninth tenth and not the longest: one garbage collection is no overload. */
  tick(): void {
    this.learn(this.#delay.percentile(90) / 1e6 - RESOLUTION_MS);
    this.#delay.reset();
  }

  /** Half of what was, half of what is: a single second neither begins nor ends it. */
  learn(lateMs: number): void {
    this.#lateMs = this.#lateMs / 2 + Math.max(0, lateMs) / 2;
  }

  /** Frames and readings come this many times less often. */
  stretch(): number {
    return this.#lateMs > FRAMES_LATE_MS ? 4 : 1;
  }

  shedsJoins(): boolean {
    return this.#lateMs > JOINS_LATE_MS;
  }

  shedsUpgrades(): boolean {
    return this.#lateMs > UPGRADES_LATE_MS;
  }

  close(): void {
    this.#delay.disable();
  }
}
