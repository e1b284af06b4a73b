/** The only module that draws randomness; everything else is handed a Chance, so that a test can choose what it says. */
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
