/**
 * The published proof of a draw, `usher-draw-1` (VER-20): what `GET /api/sales/SLUG/proof` answers, what
 * `scripts/verify-draw.ts` recomputes, and what a visitor's page checks. Hashes, root, seed and randomness are hex.
 * Indexes and numbers count from 1.
 */
export const DRAW_FORMAT = 'usher-draw-1';

export interface DrawFacts {
  readonly format: typeof DRAW_FORMAT;
  /** The sale's slug. */
  readonly sale: string;
  readonly saleId: string;
  /** SHA-256 of the seed's bytes; public since the sale was made. */
  readonly seedHash: string;
  /** How many indexes the lobby had; null before it was frozen. */
  readonly size: number | null;
  /** By domain/merkle.ts; null before it was fixed. */
  readonly root: string | null;
  readonly rootAt: string | null;
  readonly beacon: DrawBeacon;
  /** From the opening on. */
  readonly seed?: string;
  /** From the opening on: SHA-256 of seed, root and beacon, by domain/draw-key.ts. */
  readonly key?: string;
}

export interface DrawBeacon {
  /** `missing`: one was configured and did not answer in time. `none`: the organiser named none. */
  readonly state: 'none' | 'awaited' | 'mixed' | 'missing';
  readonly url?: string;
  /** Chosen with the root, before it existed. */
  readonly round?: number;
  readonly randomness?: string;
  /** The drand chain whose signature was demanded; absent where the address was taken at its word. */
  readonly chainHash?: string;
  /** Of the round, if the beacon told one: the randomness is its SHA-256. */
  readonly signature?: string;
  /** What was signed beside the round's number, in chains that link their rounds. */
  readonly previousSignature?: string;
  /** Why the last answer was not believed: while the round is awaited, or where it is `missing` for that. */
  readonly refused?: BeaconRefusal;
}

/**
 * `unsigned`: no signature where one is demanded. `randomness`: not the hash of the signature. `signature`: not by the
 * chain's key over this round. `chain`: the address speaks of another chain. `scheme`: one that is signed in a way that we
 * do not know.
 */
export const beaconRefusals = ['unsigned', 'randomness', 'signature', 'chain', 'scheme'] as const;
export type BeaconRefusal = (typeof beaconRefusals)[number];

/** The whole of it. `entries[i - 1]` is the hash of the entry with index i; null where nobody stood. */
export interface DrawProof extends DrawFacts {
  readonly entries: readonly (string | null)[];
}

/** One visitor's part of it. */
export interface PlaceProof extends DrawFacts {
  readonly index: number;
  /**
   * SHA-256("usher entry|" entry id). Null: the root holds nobody at this index. Whoever came back after the lobby was
   * frozen still has the place that the index was drawn, but only this service's word for the index.
   */
  readonly entry: string | null;
  /** From the leaf up to the root; empty before the root is fixed. */
  readonly siblings: readonly string[];
  /** The drawn number. From the opening on. */
  readonly number?: number;
}
