/** What the operator's dashboard gets each second over `/ws/ops` (`usher-ops.v1`). */
import type { OrganiserMessage, SaleState } from './sale.ts';

export interface OpsSnapshot {
  readonly type: 'snapshot';
  readonly at: string;
  readonly sale: {
    readonly slug: string;
    readonly title: string;
    readonly state: SaleState;
    readonly reason: string | null;
    readonly openedAt: string | null;
    readonly admitPerMinute: number;
    readonly floorMax: number;
    readonly passMinutes: number;
    readonly claimSeconds: number;
    readonly currency: string;
    readonly message: OrganiserMessage | null;
  };
  readonly line: {
    readonly waiting: number;
    readonly present: number;
    readonly lobby: number;
    readonly calling: number;
    readonly called: number;
    readonly shopping: number;
    readonly passedOver: number;
    readonly moved: number;
  };
  readonly conversion: { readonly finished: number; readonly bought: number };
  readonly noShow: { readonly called: number; readonly missed: number };
  readonly stock: {
    readonly sold: number;
    readonly held: number;
    readonly available: number;
    readonly capacity: number;
  };
  readonly money: { readonly paid: number; readonly held: number; readonly currency: string };
  readonly tiers: readonly OpsTier[];
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
