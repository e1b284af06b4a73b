/** What the operator's dashboard gets each second over `/ws/ops` (`usher-ops.v1`). */
import type { PaceWhy } from './autopilot.ts';
import type { HeldBack } from './held-back.ts';
import type { ReasonTexts } from './pause-reason.ts';
import type { DrawPublic, EtaScore } from './protocol.ts';
import type { Audience, LobbyMode, OrganiserMessage, SaleMode, SaleState } from './sale.ts';

export interface OpsSnapshot {
  readonly type: 'snapshot';
  readonly at: string;
  readonly sale: {
    readonly slug: string;
    readonly title: string;
    readonly state: SaleState;
    /** As it was written: null where nobody said why. */
    readonly reason: string | null;
    readonly reasons: ReasonTexts | null;
    readonly nextNewsAt: string | null;
    readonly openedAt: string | null;
    readonly admitPerMinute: number;
    readonly floorMax: number;
    readonly passMinutes: number;
    readonly claimSeconds: number;
    readonly currency: string;
    readonly message: OrganiserMessage | null;
  } & OpsSettings;
  readonly line: {
    readonly waiting: number;
    /** Of those who wait, with the page open; a few seconds old. */
    readonly present: number;
    readonly lobby: number;
    readonly calling: number;
    readonly called: number;
    readonly shopping: number;
    readonly passedOver: number;
    readonly moved: number;
    /** Who waits in the lanes beside the ordinary line. */
    readonly priority: number;
    readonly slow: number;
  };
  readonly conversion: { readonly finished: number; readonly bought: number };
  readonly noShow: { readonly called: number; readonly missed: number };
  /** What admission goes by at this moment, and why. */
  readonly pace: OpsPace;
  /** How often a promised range of waiting held, of those called so far. */
  readonly etaScore: EtaScore;
  /**
   * Joins that were sent to the slow lane, and those that passed a check before they got a place; and how many of them were
   * cleared: the false positives.
   */
  readonly suspects: { readonly suspected: number; readonly cleared: number };
  /** What of the draw is public so far; `size` and `root` are null before the freeze. */
  readonly draw: {
    readonly seedHash: string;
    readonly size: number | null;
    readonly root: string | null;
    readonly rootAt: string | null;
    readonly beacon: DrawPublic['beacon'];
    readonly round: number | null;
    readonly isRevealed: boolean;
  };
  /** Registrations of a raffle, and the reserve list: who waits on it, was called from it, has had the turn. */
  readonly lists: {
    readonly registered: number;
    readonly waiting: number;
    readonly called: number;
    readonly done: number;
  };
  readonly stock: {
    readonly sold: number;
    readonly held: number;
    readonly available: number;
    readonly capacity: number;
  };
  readonly money: { readonly paid: number; readonly held: number; readonly currency: string };
  readonly tiers: readonly OpsTier[];
  /** `target` as it was in that minute, the autopilot included. */
  readonly perMinute: readonly { readonly at: string; readonly called: number; readonly target: number }[];
  readonly latency: readonly OpsLatency[];
  readonly writer: {
    readonly holder: string | null;
    readonly epoch: number;
    readonly renewedMsAgo: number | null;
    readonly backlog: number;
    readonly reservationsPerSecond: number;
  };
  readonly processes: readonly OpsProcess[];
  readonly journal: readonly OpsJournalLine[];
}
export interface OpsSettings {
  readonly mode: SaleMode;
  readonly lobby: LobbyMode;
  readonly audience: Audience;
  readonly opensAt: string | null;
  readonly registrationClosesAt: string | null;
  readonly winners: number | null;
  readonly claimHours: number;
  readonly reserveHours: number;
  readonly codeRequired: boolean;
  /** Percent of each batch that the priority lane may take. */
  readonly priorityShare: number;
  readonly embedOrigins: readonly string[];
}
export interface OpsPace {
  /** What is aimed for: the operator's rate, or less where the autopilot has slowed the line down. */
  readonly targetPerMinute: number;
  /** What the line may call a minute: the target, and more while some of those called do not come (PAC-4). */
  readonly callsPerMinute: number;
  /** Why no more are called than are; `asleep`: admission has not looked for seconds. Null where only the rate bounds it. */
  readonly heldBack: HeldBack | 'asleep' | null;
  readonly autopilot: {
    readonly isOn: boolean;
    /** Null while it leaves the operator's rate alone. */
    readonly ratePerMinute: number | null;
    /** Of the last change that still holds: what was slow, and for how many ms. */
    readonly why: PaceWhy | null;
    readonly ms: number | null;
    readonly since: string | null;
  };
  /** Of the latest calls whose time is up: how many did not come, and the correction of the rate that follows (1 to 1.5). */
  readonly noShow: { readonly settled: number; readonly missed: number; readonly boost: number };
  /** Of the latest turns that are over: how many bought, and the share of buyers that stock is called for (0.25 to 1). */
  readonly conversion: { readonly settled: number; readonly bought: number; readonly share: number };
}
export interface OpsTier {
  readonly id: string;
  readonly name: string;
  readonly price: number;
  readonly capacity: number;
  readonly available: number;
  readonly held: number;
  readonly sold: number;
  readonly money: number;
}
export interface OpsLatency {
  readonly what: 'join' | 'claim' | 'reserve' | 'pay';
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly count: number;
}
export interface OpsProcess {
  readonly name: string;
  readonly kind: string;
  readonly ready: boolean;
  readonly seenMsAgo: number;
  readonly connections?: number;
}
export interface OpsJournalLine {
  readonly at: string;
  readonly actor: string;
  readonly act: string;
  readonly detail: string;
  readonly reason: string | null;
}
