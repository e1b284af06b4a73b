/**
 * One sale that somebody watches: reads once a second, however many watch, and hands the same text to all of them. A store
 * that is away stops nobody's dashboard: without Redis PostgreSQL's numbers still come, without PostgreSQL the last
 * snapshot stands and its time says how old it is.
 */
import type { Kysely } from 'kysely';
import { auditLines } from '../../db/audit.ts';
import { readOpsLists, readOpsSettings } from '../../db/ops-settings.ts';
import {
  callsPerMinute,
  type OpsNow,
  type OpsSoFar,
  readOpsNow,
  readOpsSoFar,
} from '../../db/ops-snapshot.ts';
import { type JournaledChange, paceChanges } from '../../db/pace-changes.ts';
import { liveProcesses } from '../../db/registry.ts';
import type { Database } from '../../db/schema.ts';
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';
import { meanTarget, type PaceNow } from '../../domain/pace-history.ts';
import type { Line } from '../../redis/line.ts';
import { type LineCounts, lineCounts } from './line-counts.ts';
import { pagesOpen } from './pages-open.ts';
import { type OpsParts, snapshotOf } from './snapshot.ts';

export interface WatchDeps {
  readonly db: Kysely<Database>;
  readonly line: Line;
}

/** The chart of the dashboard. */
const MINUTES_SHOWN = 30;
const MINUTE_MS = 60_000;
/** Rounds between two readings of what grows with the sale. */
const SO_FAR_ROUNDS = 5;
const JOURNAL_LINES = 30;

type MinutesOf = Pick<OpsNow, 'at' | 'openedAt' | 'state' | 'admitPerMinute' | 'autopilotRate'>;

const emptyLine: LineCounts = {
  waiting: 0,
  lobby: 0,
  moved: 0,
  calling: 0,
  passedOver: 0,
  priority: 0,
  slow: 0,
  reserves: 0,
};

/** Call what comes back once a second, one call at a time. Null where the sale is gone. */
export function watchSale({ db, line }: WatchDeps, saleId: string): () => Promise<OpsSnapshot | null> {
  let round = 0;
  let soFar: OpsSoFar = {
    conversion: { finished: 0, bought: 0 },
    noShow: { called: 0, missed: 0 },
    suspects: { suspected: 0, cleared: 0 },
  };
  let lists: OpsSnapshot['lists'] = { registered: 0, waiting: 0, called: 0, done: 0 };
  let lastLine = emptyLine;
  /** Minutes that are over do not change: only the last two known ones are asked for again. */
  let minutes = new Map<number, number>();
  /** All of the sale: read once, then what is new. */
  const changes: JournaledChange[] = [];

  async function readMinutes({
    at: now,
    openedAt,
    state,
    ...rates
  }: MinutesOf): Promise<OpsParts['minutes']> {
    const nowMs = now.getTime();
    const firstShown = nowMs - MINUTES_SHOWN * MINUTE_MS;
    changes.push(...(await paceChanges(db, saleId, changes.at(-1)?.id ?? 0)));
    const newest = Math.max(...minutes.keys(), firstShown + MINUTE_MS);
    for (const { at, called } of await callsPerMinute(db, saleId, new Date(newest - MINUTE_MS)))
      minutes.set(at.getTime(), called);
    // A minute without a call is one with a target all the same, from the opening on.
    const firstMs = Math.max(firstShown, openedAt?.getTime() ?? nowMs + MINUTE_MS);
    for (let at = Math.floor(firstMs / MINUTE_MS) * MINUTE_MS; at <= nowMs; at += MINUTE_MS)
      if (!minutes.has(at)) minutes.set(at, 0);
    minutes = new Map([...minutes].filter(([at]) => at >= firstShown));
    const paceNow: PaceNow = { ...rates, isOpen: state === 'open' };
    return [...minutes]
      .sort(([one], [other]) => one - other)
      .map(([fromMs, called]) => {
        const toMs = Math.min(nowMs, fromMs + MINUTE_MS);
        return { at: new Date(fromMs), called, target: meanTarget(changes, paceNow, { fromMs, toMs }) };
      });
  }

  return async () => {
    if (round % SO_FAR_ROUNDS === 0)
      [soFar, lists] = await Promise.all([readOpsSoFar(db, saleId), readOpsLists(db, saleId)]);
    round += 1;
    const [now, settings, counts, processes, journal] = await Promise.all([
      readOpsNow(db, saleId),
      readOpsSettings(db, saleId),
      lineCounts(line, saleId),
      liveProcesses(db),
      auditLines(db, { saleId, lines: JOURNAL_LINES }),
    ]);
    if (!now || !settings) return null;
    lastLine = counts ?? lastLine;
    return snapshotOf({
      now,
      settings,
      soFar,
      lists,
      line: lastLine,
      pagesOpen: pagesOpen(processes, saleId),
      minutes: await readMinutes(now),
      processes,
      journal,
    });
  };
}
