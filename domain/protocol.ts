/**
 * The line over WebSocket, `usher.v1`: both directions as discriminated unions (the contract's shapes).
 * Pages import these types; the gateway parses what comes in with a strict schema of the same shape.
 */
import type { WaitingLane } from './lane.ts';
import type { ReasonTexts } from './pause-reason.ts';
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
  /** A code by mail, in place of the proof. */
  readonly mailedCode?: string;
  /** The visitor's language: what is mailed later is written in it. */
  readonly language?: 'ko' | 'en';
}
export type VisitorMessage =
  | JoinMessage
  | { readonly type: 'claim'; readonly secret?: string }
  | { readonly type: 'leave' }
  /** Lets this many others pass; `wake` takes it back. */
  | { readonly type: 'snooze'; readonly letPass: number; readonly secret?: string }
  | { readonly type: 'wake'; readonly secret?: string }
  /** Solves the check of somebody in the slow lane. */
  | { readonly type: 'prove'; readonly proof: string; readonly secret?: string }
  /** Puts an address to the place: told by mail when the turn is near, or what became of the draw. */
  | {
      readonly type: 'remind';
      readonly email: string;
      readonly language: 'ko' | 'en';
      readonly secret?: string;
    }
  /** Asks for the reserve list of a sale that is sold out; `email` null leaves it. */
  | {
      readonly type: 'reserve';
      readonly email: string | null;
      readonly language: 'ko' | 'en';
      readonly secret?: string;
    };

export const placeStates = [
  'lobby', 'registered', 'waiting', 'called', 'shopping', 'finished', 'passedOver', 'snoozed', 'allHeld', 'paused', 'won',
  'reserve', 'notDrawn', 'soldOut', 'closed', 'left',
] as const; // biome-ignore format: a list of words reads best as a paragraph
export type PlaceState = (typeof placeStates)[number];

export interface Eta {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Why the range grew: a code of domain/eta.ts, for which pages have the words. */
  readonly reason?: string;
  /** When that happened. */
  readonly reasonAt?: string;
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
  /** Absent in the ordinary line. */
  readonly lane?: Exclude<WaitingLane, 'ordinary'>;
  /** While `snoozed`: how many others still pass. */
  readonly letPass?: number;
  /** Why the place waits in the slow lane, and the puzzle that leads out of it. */
  readonly check?: LineCheck;
  /** The answer to `remind`: the address is kept. */
  readonly reminded?: boolean;
  /** The turn is one of the reserve list: promised to nobody else, and so for hours. */
  readonly fromList?: boolean;
  /** The turn was broken by our own failure: called again, at the front. */
  readonly givenBack?: boolean;
  /** Came through the lobby: what `GET …/proof` is asked with. */
  readonly lobbyIndex?: number;
  /** How a turn that is over came to its end. */
  readonly outcome?: 'bought' | 'ended' | 'missed';
}

/**
 * Why somebody is asked for a check: whose many joins it were (an address' or its neighbourhood's, a browser's, an
 * account's), wrong access codes of an address, or what nobody has written down.
 */
export const checkReasons = ['address', 'network', 'device', 'account', 'codes', 'pattern'] as const;
export type CheckReason = (typeof checkReasons)[number];

/** `challenge` is of the proof-of-work library, to be solved as it is. */
export interface LineCheck {
  readonly reason: CheckReason;
  readonly challenge: Readonly<Record<string, unknown>>;
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
  /** The same by language, where it was written in one. */
  readonly reasons?: ReasonTexts;
  readonly nextNewsAt?: string;
  readonly heldUnits?: number;
  readonly nextHoldEndsAt?: string;
  /** When it ended, by the clock or by its organiser. */
  readonly closedAt?: string;
  /** How often a promised range of waiting held, of those called so far. */
  readonly etaScore?: EtaScore;
  /** The reserve list can be joined. */
  readonly reserveOpen?: boolean;
  readonly registrationClosesAt?: string;
  readonly claimHours?: number;
  readonly reserveHours?: number;
  /** What of the draw is public so far (LIN-9). */
  readonly draw?: DrawPublic;
}
export interface EtaScore {
  readonly promised: number;
  readonly held: number;
}
export interface DrawPublic {
  readonly seedHash: string;
  readonly root?: string;
  readonly size?: number;
  readonly beacon: 'none' | 'awaited' | 'mixed' | 'missing';
  /** The seed is revealed: every place can be recomputed. */
  readonly isRevealed: boolean;
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
  readonly challenge?: Readonly<Record<string, unknown>>;
  /** Why a proof is asked for. */
  readonly reason?: CheckReason;
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
