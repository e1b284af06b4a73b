/**
 * The line over WebSocket, `usher.v1`: both directions as discriminated unions (the contract's shapes).
 * Pages import these types; the gateway parses what comes in with a strict schema of the same shape.
 */
import type { Availability, Money, OrganiserMessage, SaleState } from './sale.ts';

export const LINE_PROTOCOL = 'usher.v1';
export const OPS_PROTOCOL = 'usher-ops.v1';

export interface JoinMessage {
  readonly type: 'join';
  readonly receipt?: string;
  readonly secretHash?: string;
  readonly secret?: string;
  readonly accessToken?: string;
  readonly code?: string;
  readonly proof?: string;
}
export type VisitorMessage =
  | JoinMessage
  | { readonly type: 'claim'; readonly secret?: string }
  | { readonly type: 'leave' };

export const placeStates = [
  'lobby', 'registered', 'waiting', 'called', 'shopping', 'finished', 'passedOver', 'allHeld', 'paused', 'won',
  'reserve', 'notDrawn', 'soldOut', 'closed', 'left',
] as const; // biome-ignore format: a list of words reads best as a paragraph
export type PlaceState = (typeof placeStates)[number];

export interface Eta {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly reason?: string;
}

/** `ahead` counts visitors in front when the line's counter stood at `moved`; null where there is no order yet. */
export interface PlaceMessage {
  readonly type: 'place';
  readonly state: PlaceState;
  readonly ahead: number | null;
  readonly moved: number;
  readonly waiting: number;
  readonly eta: Eta | null;
  readonly aheadAtJoin?: number;
  readonly number?: number;
  readonly reserveNumber?: number;
  readonly receipt?: string;
  readonly opensAt?: string;
  readonly claimBy?: string;
  /** Which call this is; 2 is the second and last one that comes unasked. */
  readonly callNo?: number;
  /** The visitor missed two calls and is called again only after asking. */
  readonly mustAsk?: boolean;
}

export interface FrameMessage {
  readonly type: 'frame';
  readonly moved: number;
  readonly waiting: number;
  readonly at: string;
}
export interface CallMessage {
  readonly type: 'call';
  readonly claimBy: string;
}
export interface PassMessage {
  readonly type: 'pass';
  readonly pass: string;
  readonly expiresAt: string;
  readonly url: string;
}
export interface SaleMessage {
  readonly type: 'sale';
  readonly state: SaleState;
  readonly tiers: readonly SaleTier[];
  readonly message?: OrganiserMessage;
  readonly reason?: string;
  readonly nextNewsAt?: string;
  readonly heldUnits?: number;
  readonly nextHoldEndsAt?: string;
}
export interface SaleTier {
  readonly id: string;
  readonly name: string;
  readonly price: Money;
  readonly availability: Availability;
  readonly chance?: 'likely' | 'possible' | 'unlikely';
}
export interface RefusedMessage {
  readonly type: 'refused';
  readonly code: string;
  readonly title: string;
  readonly retryAfterMs?: number;
}
export type GatewayMessage =
  | PlaceMessage
  | FrameMessage
  | CallMessage
  | PassMessage
  | SaleMessage
  | RefusedMessage;

/** The same answer over HTTP, for who cannot hold a socket. */
export interface LinePoll {
  readonly place: PlaceMessage;
  readonly call?: CallMessage;
  readonly pass?: PassMessage;
  readonly sale: SaleMessage;
  readonly nextPollMs: number;
}

/** The arithmetic of positions: a frame moves a place on without asking anybody. */
export const aheadAfter = (place: { ahead: number; moved: number }, frame: { moved: number }): number =>
  Math.max(0, place.ahead - (frame.moved - place.moved));
