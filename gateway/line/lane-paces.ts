/**
 * How fast each lane of a hall moves, and why it last became slower (GWY-11, ETA-3): samples of the lanes' counters, taken
 * each few seconds while the line is open.
 */
import { targetOf } from '../../domain/autopilot.ts';
import {
  type EtaWhy,
  type MovedSample,
  PACE_WINDOW_MS,
  type Pace,
  type PaceMemory,
  paceOf,
  rememberPace,
  type StoodStill,
  type Turnover,
} from '../../domain/eta.ts';
import { type AdmissionLane, type WaitingLane, waitingLanes } from '../../domain/lane.ts';
import type { SaleWord } from '../../domain/place.ts';
import { isBeside, type LineHead, laneHeadOf } from '../../domain/standing.ts';

export interface LanePace {
  /** Null while it is not known, or nothing moves. */
  readonly pace: Pace | null;
  readonly why: EtaWhy | null;
}

/** What of the sale a pace depends on. */
export interface PacedSale {
  readonly admitPerMinute: number;
  readonly autopilot: boolean;
  readonly autopilotRate: number | null;
  readonly floorMax: number;
  readonly measured: (Turnover & { readonly callsSettled: number }) | null;
}

const SAMPLE_MS = 3_000;
/** Seconds are learned one by one: after so many at once the line, or we, had been away. */
const AWAY_MS = 10_000;
/** Over which it is counted who came by which lane. */
const SHARE_MS = 60_000;
const unknown: LanePace = { pace: null, why: null };

export class LanePaces {
  #samples: (MovedSample & { readonly head: LineHead })[] = [];
  #memories: Partial<Record<WaitingLane, PaceMemory | null>> = {};
  #paces: Partial<Record<WaitingLane, LanePace>> = {};
  #still: StoodStill | null = null;
  #stillAtMs = Number.NEGATIVE_INFINITY;
  #learnedAtMs: number | null = null;
  #generation = 0;

  /** Call it about once a second with the line as it was last read. */
  learn(head: LineHead, word: SaleWord, sale: PacedSale, nowMs: number): void {
    const still = word === 'paused' ? 'paused' : word === 'allHeld' ? 'all_held' : this.#outage(head, nowMs);
    if (still !== null) {
      this.#still = still;
      this.#stillAtMs = nowMs;
    }
    this.#learnedAtMs = nowMs;
    this.#generation = head.generation;
    const lastMs = this.#samples.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
    if (word !== 'open' || nowMs - lastMs < SAMPLE_MS) return;
    const targetPerMinute = targetOf(sale);
    const samples = this.#samples.filter(({ atMs }) => nowMs - atMs <= PACE_WINDOW_MS);
    samples.push({ atMs: nowMs, moved: head.moved, targetPerMinute, head });
    this.#samples = samples;
    const stoodStill = nowMs - this.#stillAtMs <= PACE_WINDOW_MS ? this.#still : null;
    const { admitPerMinute, floorMax, measured } = sale;
    const floor = measured && { ...measured, floorMax };
    const besides = priorityShareOf(samples.filter(({ atMs }) => nowMs - atMs <= SHARE_MS));
    const rates = { admitPerMinute, targetPerMinute, floorMax };
    const seen = { stoodStill, floor: measured?.floor ?? null, nowMs };
    for (const lane of waitingLanes) {
      const moved = samples.map((sample) => ({ ...sample, moved: laneHeadOf(sample.head, lane).moved }));
      const pace = paceOf(moved, targetPerMinute, nowMs, floor);
      const now = { pace, ...rates, priorityShare: lane === 'priority' ? 0 : besides, ...seen };
      const memory = rememberPace(this.#memories[lane] ?? null, now);
      this.#memories[lane] = memory;
      this.#paces[lane] = { pace, why: memory?.why ?? null };
    }
  }

  /** The line could not be read for a while, or is another one since: it stood, and nobody inside was slow. */
  #outage(head: LineHead, nowMs: number): 'outage' | null {
    if (this.#learnedAtMs === null) return null;
    return nowMs - this.#learnedAtMs > AWAY_MS || head.generation !== this.#generation ? 'outage' : null;
  }

  /** Of the lane that somebody with such a standing waits in. */
  of(lane: AdmissionLane): LanePace {
    return this.#paces[isBeside(lane) ? lane : 'ordinary'] ?? unknown;
  }
}

/** Of all who left the head of a lane between the first and the last of these, the part that came by the priority lane. */
function priorityShareOf(samples: readonly { readonly head: LineHead }[]): number {
  const [first, last] = [samples[0]?.head, samples.at(-1)?.head];
  if (!first || !last || first.generation !== last.generation) return 0;
  const movedIn = (lane: WaitingLane) => laneHeadOf(last, lane).moved - laneHeadOf(first, lane).moved;
  const all = waitingLanes.reduce((sum, lane) => sum + movedIn(lane), 0);
  return all > 0 ? movedIn('priority') / all : 0;
}
