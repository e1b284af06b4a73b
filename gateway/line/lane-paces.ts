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
const unknown: LanePace = { pace: null, why: null };

export class LanePaces {
  #samples: (MovedSample & { readonly head: LineHead })[] = [];
  #memories: Partial<Record<WaitingLane, PaceMemory | null>> = {};
  #paces: Partial<Record<WaitingLane, LanePace>> = {};
  #still: 'paused' | 'all_held' | null = null;
  #stillAtMs = Number.NEGATIVE_INFINITY;

  /** Call it about once a second with the line as it was last read. */
  learn(head: LineHead, word: SaleWord, sale: PacedSale, nowMs: number): void {
    if (word === 'paused' || word === 'allHeld') {
      this.#still = word === 'paused' ? 'paused' : 'all_held';
      this.#stillAtMs = nowMs;
    }
    const lastMs = this.#samples.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
    if (word !== 'open' || nowMs - lastMs < SAMPLE_MS) return;
    const targetPerMinute = targetOf(sale);
    const samples = this.#samples.filter(({ atMs }) => nowMs - atMs <= PACE_WINDOW_MS);
    samples.push({ atMs: nowMs, moved: head.moved, targetPerMinute, head });
    this.#samples = samples;
    const stoodStill = nowMs - this.#stillAtMs <= PACE_WINDOW_MS ? this.#still : null;
    const { admitPerMinute, floorMax, measured } = sale;
    const floor = measured && { ...measured, floorMax };
    for (const lane of waitingLanes) {
      const moved = samples.map((sample) => ({ ...sample, moved: laneHeadOf(sample.head, lane).moved }));
      const pace = paceOf(moved, targetPerMinute, nowMs, floor);
      const now = { pace, admitPerMinute, targetPerMinute, stoodStill, nowMs };
      const memory = rememberPace(this.#memories[lane] ?? null, now);
      this.#memories[lane] = memory;
      this.#paces[lane] = { pace, why: memory?.why ?? null };
    }
  }

  /** Of the lane that somebody with such a standing waits in. */
  of(lane: AdmissionLane): LanePace {
    return this.#paces[isBeside(lane) ? lane : 'ordinary'] ?? unknown;
  }
}
