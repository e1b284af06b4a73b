/**
 * How an account's tickets are shown: what may be taken, what to show at a door, what is over; those of one order together,
 * because they have one page. Pure.
 */
import type { OwnTicketView, TicketView } from '../../domain/ticket-view.ts';

export interface TicketGroup {
  /** The page where its tickets are, and where more can be done with them. */
  readonly href: string;
  readonly first: OwnTicketView;
  readonly items: readonly OwnTicketView[];
  /** How many of which tier, in words as the sale names them. */
  readonly tiers: readonly { readonly name: string; readonly count: number }[];
}

export interface TicketGroups {
  readonly offered: readonly TicketGroup[];
  readonly toShow: readonly TicketGroup[];
  readonly over: readonly TicketGroup[];
}

/** Doors are open for hours, and a party ends the day after. */
const pastAfterMs = 24 * 3_600_000;

/** The next event first; what began a day ago, and what has no time, comes after it. */
export function groupTickets(items: readonly OwnTicketView[], nowMs: number): TicketGroups {
  const soonest = (a: TicketGroup, b: TicketGroup) => startOf(a, nowMs) - startOf(b, nowMs);
  const groupsOf = (some: readonly OwnTicketView[]): TicketGroup[] =>
    [...Map.groupBy(some, hrefOf)].map(([href, group]) => groupOf(href, group));
  return {
    offered: groupsOf(items.filter(({ how }) => how === 'offered')),
    toShow: groupsOf(items.filter(({ ticket }) => ticket?.state === 'valid')).sort(soonest),
    over: groupsOf(items.filter(({ ticket }) => ticket !== null && ticket.state !== 'valid')),
  };
}

/** Those of a group that open a door. */
export const toShowOf = ({ items }: TicketGroup): (TicketView & { readonly token: string })[] =>
  items.flatMap(({ ticket }) =>
    ticket?.state === 'valid' && ticket.token !== null ? [{ ...ticket, token: ticket.token }] : [],
  );

const hrefOf = ({ orderId, transferId }: OwnTicketView): string =>
  orderId === null
    ? `/transfer/${encodeURIComponent(transferId ?? '')}`
    : `/orders/${encodeURIComponent(orderId)}`;

function groupOf(href: string, items: readonly OwnTicketView[]): TicketGroup {
  const [first] = items;
  if (!first) throw new Error('a group has a ticket');
  const byTier = Map.groupBy(items, ({ tierName }) => tierName);
  const tiers = [...byTier].map(([name, { length: count }]) => ({ name, count }));
  return { href, first, items, tiers };
}

function startOf({ first }: TicketGroup, nowMs: number): number {
  const ms = first.sale.startsAt === null ? Number.NaN : Date.parse(first.sale.startsAt);
  return Number.isNaN(ms) || ms < nowMs - pastAfterMs ? Number.MAX_SAFE_INTEGER : ms;
}
