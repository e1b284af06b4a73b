/**
 * The key of a draw: what every place is computed from, by domain/permutation.ts (LIN-21).
 *
 * SHA-256("usher draw 1|" seed "|" root "|" beacon), in hex, of texts in hex; "none" where no beacon was mixed in. The
 * seed's hash is public long before, so the organiser cannot change the seed; the root fixes the lobby; the beacon appears
 * after the root, so that nobody, the organiser included, could fill the lobby to suit the result.
 */
import { hash } from 'node:crypto';

export interface DrawIngredients {
  readonly seed: string;
  /** Hex, by domain/merkle.ts. */
  readonly root: string;
  /** Randomness of the beacon's round, hex; null where none was mixed in. */
  readonly beacon: string | null;
}

export const drawKeyOf = ({ seed, root, beacon }: DrawIngredients): string =>
  hash('sha256', `usher draw 1|${seed}|${root}|${beacon ?? 'none'}`);
