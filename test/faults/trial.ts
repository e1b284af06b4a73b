/**
 * One fault in the middle of one sale: a crowd buys, something breaks, everything is settled, every
 * invariant is checked.
 */
import path from 'node:path';
import { openDatabase } from '../../db/open.ts';
import { createLog } from '../../runtime/log.ts';
import { brokenOf, checkAll } from '../../scripts/verify/check-all.ts';
import { crowdFilesIn, readCrowd } from '../../scripts/verify/crowd-history.ts';
import { verdictText } from '../../scripts/verify/words.ts';
import type { Fault } from './faults.ts';
import type { PrivateLaunch } from './private-launch.ts';
import { type SentCrowd, sendCrowd } from './send-crowd.ts';
import { asking, isQuiet, type Standstill, standstillAfter, unitsSold, until } from './watch-sale.ts';

export interface TrialSize {
  readonly visitors: number;
  readonly units: number;
}

export interface Outcome extends Standstill {
  readonly fault: string;
  readonly sold: number;
  readonly units: number;
  readonly crowdExit: number;
  readonly broken: readonly string[];
  /** What is not as it should be, in words; empty when all is. */
  readonly complaints: readonly string[];
  readonly verdict: string;
}

/**
 * The fault strikes when this share of the units is sold: in the middle, with holds and payments under way.
 */
const STRIKE_AT = 0.25;
const CROWD_SECONDS_MAX = 240;
const QUIET_SECONDS_MAX = 90;
/** After the quiet nothing may be under way for longer than this. */
const PATIENCE_SECONDS = 15;

export async function tryFault(launch: PrivateLaunch, fault: Fault, size: TrialSize): Promise<Outcome> {
  const slug = `trial-${fault.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  const { databaseUrl } = launch.run();
  const crowd = send(launch, slug, size);
  const isStrikeTime = async () => {
    const sold = await asking(databaseUrl, (db) => unitsSold(db, slug));
    return sold !== undefined && sold >= size.units * STRIKE_AT;
  };
  const endedEarly = crowd.ended.then((code) => {
    throw new Error(`the crowd ended with ${code} before the fault; see ${crowd.logFile}`);
  });
  await Promise.race([until('the crowd begins to buy', CROWD_SECONDS_MAX, isStrikeTime), endedEarly]);
  endedEarly.catch(() => {}); // It ends later, as it should.

  const struckAt = new Date();
  await fault.strike(launch, slug);
  const crowdExit = await crowd.ended;
  await until('everything is settled', QUIET_SECONDS_MAX, () => asking(databaseUrl, isQuiet)).catch(() => {}); // Verify says what is not.

  const db = openDatabase(databaseUrl, createLog('trial', 'silent'), { statementMsMax: 60_000 });
  try {
    const histories = crowdFilesIn(path.join(launch.folder, 'crowd')).map(readCrowd);
    const verified = await checkAll(db, histories, PATIENCE_SECONDS);
    const standstill = await standstillAfter(db, slug, struckAt);
    const outcome = {
      fault: fault.name,
      ...standstill,
      sold: await unitsSold(db, slug),
      units: size.units,
      crowdExit,
      broken: brokenOf(verified),
      verdict: verdictText(verified),
    };
    return { ...outcome, complaints: complaintsOf(outcome, fault) };
  } finally {
    await db.destroy();
  }
}

function send(launch: PrivateLaunch, slug: string, { visitors, units }: TrialSize): SentCrowd {
  const sale = { units, floorMax: 60, admitPerMinute: 1_200, claimSeconds: 15, holdMinutes: 5 };
  return sendCrowd(launch, slug, [
    ...['--visitors', String(visitors), '--buy', '--twice', '20', '--rate', '200'],
    ...['--create', JSON.stringify(sale), '--timeout', String(CROWD_SECONDS_MAX)],
  ]);
}

function complaintsOf(outcome: Omit<Outcome, 'complaints'>, fault: Fault): string[] {
  const { callsSeconds, stockSeconds, sold, units, crowdExit, broken } = outcome;
  const late = (what: string, seconds: number | null, most: number) =>
    seconds === null
      ? [`${what} did not go on`]
      : seconds > most
        ? [`${what} went on after ${seconds.toFixed(1)} s`]
        : [];
  return [
    ...broken.map((name) => `${name} is broken`),
    ...(sold === units ? [] : [`${sold} of ${units} units sold`]),
    ...(crowdExit === 0 ? [] : ['visitors without an end, or answered in two ways']),
    ...late('calls', callsSeconds, fault.callsWithinSeconds),
    ...late('stock', stockSeconds, fault.stockWithinSeconds),
  ];
}
