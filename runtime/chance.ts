/**
 * The only module that draws randomness; everything else is handed a Chance, so that a test can choose what it
 * says.
 */
import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';

export type Chance = {
  /** Evenly spread over [0, 1). For jitter, never for a secret. */
  fraction(): number;
  /** From the operating system's generator: fit for keys and secrets. */
  bytes(count: number): Buffer;
  /** A UUID of version 7: later ones sort after earlier ones of the same process. An id, not a secret. */
  id(): string;
};

export const systemChance: Chance = { fraction: Math.random, bytes: randomBytes, id: uuidv7 };

/** `ord_0197…`: later ids of one process sort after earlier ones, so that indexes grow at their right edge. */
export const newId = (prefix: string, chance: Chance = systemChance): string =>
  `${prefix}_${chance.id().replaceAll('-', '')}`;
