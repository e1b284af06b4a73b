/**
 * Once an hour, what is kept about people and not needed any more is cleared (ACT-18): a thousand rows at a time, with
 * pauses. Several workers at once, or dying half-way, change nothing: the next round finds what is left.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type ClearingAsk, clearings } from '../../db/retention.ts';
import { repeat } from '../../runtime/repeat.ts';
import { erasedContact, sealContact } from '../../tokens/sealed-contact.ts';
import type { Deps, Running } from '../deps.ts';

const ROUND_MS = 3_600_000;
const REST_MS = 100;

export interface RetentionDeps extends Pick<Deps, 'db' | 'ring' | 'log'> {
  /** After the end of a sale, a sign-in or a letter. */
  readonly keptDays: number;
}

export function startRetention(deps: RetentionDeps): Running {
  const stopping = new AbortController();
  const clearing = repeat('clearing', ROUND_MS, () => clearAll(deps, stopping.signal), deps.log);
  return {
    stop: async () => {
      stopping.abort();
      await clearing.stop();
    },
  };
}

/** Until nothing is left that is old enough. */
export async function clearAll(
  { db, ring, log, keptDays }: RetentionDeps,
  signal?: AbortSignal,
): Promise<void> {
  const ask: ClearingAsk = { keptDays, nobodyOf: (orderId) => sealContact(ring, orderId, erasedContact) };
  for (const [what, clear] of Object.entries(clearings)) {
    let cleared = 0;
    for (let rows = 1; rows > 0 && !signal?.aborted; cleared += rows) {
      rows = await clear(db, ask);
      if (rows > 0) await pause(REST_MS);
    }
    if (cleared > 0) log.info({ what, cleared }, 'cleared what is not needed any more');
  }
}
