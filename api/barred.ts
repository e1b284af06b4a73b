/**
 * Who may not order although their access token still is good (ACT-11): sign-ins that have ended, and accounts that are
 * flagged. A crowd that orders does not ask PostgreSQL who it is, so each API asks what has changed, once a second: two
 * statements by index, however many order. A sign-in that ended counts here within two seconds; everywhere else at once.
 *
 * PostgreSQL is the truth. While it is away what was known holds on, and nobody can order anyway; afterwards the window that
 * is asked for reaches back over the time that was missed.
 */
import type { Kysely } from 'kysely';
import { flagsChangedWithin, loginsEndedWithin } from '../db/barred.ts';
import type { Database } from '../db/schema.ts';
import type { Log } from '../runtime/log.ts';
import { repeat } from '../runtime/repeat.ts';
import { ACCESS_MS } from '../tokens/access-token.ts';
import { monotonicMs } from './latencies.ts';

export interface Barred {
  isEnded(loginId: string): boolean;
  isFlagged(accountId: string): boolean;
}

const LOOK_MS = 1_000;
/** A transaction dates its rows by its beginning and shows them at its end: no statement of ours lasts this long. */
const OVERLAP_MS = 30_000;
/** After this no token of an ended sign-in is good by itself. */
const KEPT_MS = ACCESS_MS + OVERLAP_MS;

export function openBarred(db: Kysely<Database>, nowMs: () => number = monotonicMs) {
  const ended = new Map<string, number>();
  const flagged = new Set<string>();
  let readAtMs: number | null = null;

  return {
    isEnded: (loginId: string): boolean => ended.has(loginId),
    isFlagged: (accountId: string): boolean => flagged.has(accountId),
    async refresh(): Promise<void> {
      const startedMs = nowMs();
      const missedMs = readAtMs === null ? KEPT_MS : startedMs - readAtMs + OVERLAP_MS;
      const [logins, flags] = await Promise.all([
        loginsEndedWithin(db, Math.min(missedMs, KEPT_MS)),
        flagsChangedWithin(db, readAtMs === null ? null : missedMs),
      ]);
      for (const id of logins) if (!ended.has(id)) ended.set(id, startedMs + KEPT_MS);
      // In the order in which they came, so the first that is kept ends the search.
      for (const [id, untilMs] of ended) {
        if (untilMs > startedMs) break;
        ended.delete(id);
      }
      for (const { accountId, isFlagged } of flags) {
        if (isFlagged) flagged.add(accountId);
        else flagged.delete(accountId);
      }
      readAtMs = startedMs;
    },
  };
}

export function startBarred(db: Kysely<Database>, log: Log) {
  const barred = openBarred(db);
  const looking = repeat('ended sign-ins and flags', LOOK_MS, barred.refresh, log);
  return { ...barred, stop: looking.stop };
}
