/** A sale as everybody sees it: settings, states, tiers. The shape is the contract's; the API answers exactly this. */

import type { ReasonTexts } from './pause-reason.ts';

export const saleModes = ['line', 'raffle', 'passthrough', 'shelf'] as const;
export const lobbyModes = ['shuffle', 'arrival'] as const;
export const audiences = ['anyone', 'accounts'] as const;
export const saleStates = ['draft', 'lobby', 'open', 'paused', 'soldOut', 'closed'] as const;
export const fulfilments = ['ticket', 'shipping'] as const;

export type SaleMode = (typeof saleModes)[number];
export type LobbyMode = (typeof lobbyModes)[number];
export type Audience = (typeof audiences)[number];
export type SaleState = (typeof saleStates)[number];
export type Fulfilment = (typeof fulfilments)[number];
export type Availability = 'plenty' | 'few' | 'held' | 'none';

/** Minor units: 12000 KRW, or 1250 EUR for €12.50. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

export interface TierView {
  readonly id: string;
  readonly name: string;
  /** What is paid. */
  readonly price: Money;
  /** What it ordinarily costs, where that is more (CAT-5). */
  readonly listPrice: Money | null;
  /** What tells this variant from the others, as in {"size":"M"}. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly capacity: number;
  readonly availability: Availability;
}

export interface PictureView {
  readonly id: string;
  readonly url: string;
  readonly largeUrl: string;
  /** Of the large one. */
  readonly width: number;
  readonly height: number;
  readonly alt: { readonly ko: string; readonly en: string };
}

export interface CategoryView {
  readonly slug: string;
  readonly parent: string | null;
  readonly name: { readonly ko: string; readonly en: string };
}

export interface SaleView {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly venue: string | null;
  readonly startsAt: string | null;
  readonly picture: string | null;
  /** In the organiser's order. */
  readonly pictures: readonly PictureView[];
  readonly accent: string | null;
  readonly mode: SaleMode;
  readonly lobby: LobbyMode;
  readonly audience: Audience;
  readonly state: SaleState;
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  /** When it ended, by the clock or by its organiser. */
  readonly closedAt: string | null;
  readonly floorMax: number;
  readonly admitPerMinute: number;
  readonly passMinutes: number;
  readonly claimSeconds: number;
  readonly holdMinutes: number;
  readonly perVisitorMax: number;
  readonly fulfilment: Fulfilment;
  /** Where days begin and end for this sale. */
  readonly timeZone: string;
  readonly registrationClosesAt: string | null;
  readonly winners: number | null;
  readonly claimHours: number;
  readonly reserveHours: number;
  readonly codeRequired: boolean;
  readonly priorityShare: number;
  readonly autopilot: boolean;
  readonly embedOrigins: readonly string[];
  readonly seedHash: string;
  readonly message: OrganiserMessage | null;
  /** Why it is paused; by language where it was written in one. Null in any other state. */
  readonly reason: string | null;
  readonly reasons: ReasonTexts | null;
  readonly waiting?: number;
  /** It has not opened, and tells no more than what, where and when until it does (CAT-11). */
  readonly teaser?: true;
  readonly tiers: readonly TierView[];
}

/** What the staff sees beside it. */
export interface StaffSaleView extends SaleView {
  /** The picture that was set; what buyers see is `picture`. */
  readonly drawing: string | null;
  readonly hiddenUntil: string | null;
  readonly hideBeforeOpening: boolean;
  readonly deletedAt: string | null;
}

export interface OrganiserMessage {
  readonly ko?: string;
  readonly en?: string;
  readonly at: string;
}

/** A tier is "few" once a fifth or less is free: early enough to choose again, late enough to be true. */
export function availabilityOf(tier: { capacity: number; available: number; held: number }): Availability {
  if (tier.available === 0) return tier.held > 0 ? 'held' : 'none';
  return tier.available * 5 <= tier.capacity ? 'few' : 'plenty';
}

/** What the stock of all tiers says about the sale: something free, all in baskets, or nothing left. */
export function stockSays(
  tiers: readonly { available: number; held: number }[],
): 'some' | 'allHeld' | 'soldOut' {
  if (tiers.some((tier) => tier.available > 0)) return 'some';
  return tiers.some((tier) => tier.held > 0) ? 'allHeld' : 'soldOut';
}
