/**
 * Who is asked for a check when a new place is taken (ACC-10), and how hard the check is: pure.
 *
 * Never by one person's doing alone: a whole office, or half a mobile carrier, comes from one address. So a level that is
 * too high costs ordinary people a second of their device's work and never the place; only where numbers themselves
 * would run away must the work be shown first.
 */
import { joinBudgets, WORK_MAX, WORK_MIN } from './limits.ts';
import type { CheckReason } from './protocol.ts';

/** Each is a reason of its own: what is said to somebody is what was counted. */
export type JoinBudget = keyof typeof joinBudgets & CheckReason;

export type Suspicion =
  | { readonly verdict: 'fine' }
  /** Gets a number, and stands in the slow lane until the check is done. */
  | { readonly verdict: 'check'; readonly reason: CheckReason }
  /** Shows the work before a number is taken. */
  | { readonly verdict: 'prove-first'; readonly reason: CheckReason };

/** Nearest to the person first: that reason is the one they can do something about. */
const kinds: readonly JoinBudget[] = ['account', 'device', 'address', 'network'];

/** `levels`: how full each budget is with this join; a budget that does not apply is left out. */
export function suspicionOf(levels: Partial<Readonly<Record<JoinBudget, number>>>): Suspicion {
  const above = (bound: 'free' | 'most') =>
    kinds.find((kind) => (levels[kind] ?? 0) > joinBudgets[kind][bound]);
  const hard = above('most');
  if (hard) return { verdict: 'prove-first', reason: hard };
  const soft = above('free');
  return soft ? { verdict: 'check', reason: soft } : { verdict: 'fine' };
}

/** What one challenge costs: `steps` derivations, of which half at least must be tried. */
export interface Work {
  readonly steps: number;
}

/** Joins a second at which the work has grown to twice the least. */
const CALM_JOINS_PER_SECOND = 200;

/** Rises with what the gateway has to do, between two bounds that a slow phone can still bear. */
export function workOf(load: { readonly joinsPerSecond: number; readonly lateMs: number }): Work {
  const factor = 1 + load.joinsPerSecond / CALM_JOINS_PER_SECOND + load.lateMs / 100;
  return { steps: Math.min(WORK_MAX, Math.round(WORK_MIN * factor)) };
}

/**
 * What is budgeted as one address: an IPv4 address, or the /64 that one household gets. Forms of the same address are one.
 */
export function addressGroup(address: string): string {
  const v4 = v4Of(address);
  return v4 ? v4.join('.') : groupOf(address, 4);
}

/** The neighbourhood: a /24, or a /48. */
export function networkGroup(address: string): string {
  const v4 = v4Of(address);
  return v4 ? `${v4.slice(0, 3).join('.')}.*` : groupOf(address, 3);
}

export const isLoopback = (address: string): boolean =>
  v4Of(address)?.[0] === '127' || groupOf(address, 8) === '0:0:0:0:0:0:0:1';

function v4Of(address: string): string[] | null {
  const [, plain] = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  return plain?.split('.') ?? null;
}

/** The first groups of an IPv6 address, written out. */
function groupOf(address: string, count: number): string {
  const [left = '', right] = (address.split('%', 1)[0] ?? '').toLowerCase().split('::');
  const before = left === '' ? [] : left.split(':');
  const after = right === undefined || right === '' ? [] : right.split(':');
  const gap = right === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(gap).fill('0'), ...after];
  return groups
    .slice(0, count)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
