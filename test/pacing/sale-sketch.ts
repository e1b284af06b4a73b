/** What a simulated sale is like, and what was seen of it. */
import type { Chance } from '../../domain/chance-at-place.ts';

export interface SaleSketch {
  readonly seed: number;
  readonly visitors: number;
  /** Come within the first minute; the others within ten. */
  readonly rushShare: number;
  readonly units: number;
  readonly floorMax: number;
  readonly admitPerMinute: number;
  readonly claimSeconds: number;
  /** Of those who are called: how many do not answer. */
  readonly noShowShare: number;
  /** Of those in the line: how many are gone when their turn nears. */
  readonly absentShare: number;
  readonly buysShare: number;
  readonly unitsMost: number;
  /** Seconds at the shelf before an order, and at the till after it. */
  readonly choosesSeconds: readonly [number, number];
  readonly paysSeconds: readonly [number, number];
  readonly lapseShare: number;
  /** Orders that the shop decides a second, at this second of the sale. */
  readonly strength: (second: number) => number;
  readonly autopilot: boolean;
  readonly seconds: number;
}

export interface PlayedSecond {
  readonly called: number;
  readonly cameIn: number;
  readonly floor: number;
  readonly targetPerMinute: number;
  readonly boost: number;
  readonly p95: number;
  readonly writerBehindMs: number;
  /** Buyers who were told "busy". */
  readonly busy: number;
  readonly waiting: number;
  readonly available: number;
}

export interface Played {
  readonly seconds: readonly PlayedSecond[];
  readonly promised: number;
  readonly held: number;
  /** The word for the one tier at joining, and whether something was left at the turn, if it came. */
  readonly words: readonly { readonly chance: Chance; readonly wasThere: boolean }[];
  readonly sold: number;
  /** Were called, came to buy, and found nothing left. */
  readonly inVain: number;
}

/** A concert of three thousand that half a town wants. */
export const concert: SaleSketch = {
  seed: 1,
  visitors: 6_000,
  rushShare: 0.6,
  units: 3_000,
  floorMax: 500,
  admitPerMinute: 300,
  claimSeconds: 60,
  noShowShare: 0.1,
  absentShare: 0.2,
  buysShare: 0.7,
  unitsMost: 2,
  choosesSeconds: [10, 60],
  paysSeconds: [20, 60],
  lapseShare: 0.1,
  strength: () => 1_000,
  autopilot: true,
  seconds: 1_500,
};
