/**
 * Everything a hall asks the stores, in micro-batches (GWY-12): joins, readings, claims, exits. PostgreSQL
 * is asked first wherever it decides, and the line is told afterwards: dying in between loses nothing,
 * because the queue-worker tells the line again.
 */
import type { Kysely } from 'kysely';
import { claimAdmissions, latestAdmissions, leaveAdmissions } from '../../db/admissions.ts';
import { expectNear } from '../../db/line-contacts.ts';
import { type Exit, exitsOf, journalExits } from '../../db/line-exits.ts';
import { leaveList } from '../../db/reserve-list.ts';
import type { Database } from '../../db/schema.ts';
import { logVisitorEvents } from '../../db/visitor-events.ts';
import type { AdmissionFact } from '../../domain/admission-fact.ts';
import type { WaitingLane } from '../../domain/lane.ts';
import { letterAhead } from '../../domain/reminding.ts';
import type { LineHead, Standing } from '../../domain/standing.ts';
import type { SettleReserve } from '../../redis/line/settle-reserve.ts';
import type { SnoozePlace } from '../../redis/line/snooze-place.ts';
import { LineBusy } from '../../redis/line.ts';
import type { LineReply } from '../../redis/line-reply.ts';
import type { Receipt } from '../../tokens/receipt.ts';
import { Batch } from '../batch.ts';
import { isStoreAway } from '../store-away.ts';
import type { LineDoors } from './doors.ts';
import type { DrawnPlaces } from './drawn-places.ts';
import { stillSnoozes } from './receipt-of.ts';
import type { LiveSale } from './sale-book.ts';

/** A standing and the line as a whole at the same moment. */
export interface Reading {
  readonly head: LineHead;
  readonly standing: Standing;
}

export interface JoinAsk {
  readonly entryId: string;
  /** Of a new place; who has one stays where they are. The ordinary line where it is left out. */
  readonly lane?: WaitingLane;
}

export interface LaneAsk {
  readonly entryId: string;
  readonly lane: WaitingLane;
}

export type ListPlace = SettleReserve['entries'][number];
export type Snooze = SnoozePlace['snoozes'][number];

export interface HallBatches {
  readonly join: Batch<JoinAsk, Reading>;
  /** Moves a place to another lane, number kept. */
  readonly lane: Batch<LaneAsk, Reading>;
  readonly read: Batch<string, Reading>;
  readonly present: Batch<string, Reading>;
  readonly ask: Batch<string, Reading>;
  readonly snooze: Batch<Snooze, Reading>;
  readonly wake: Batch<string, Reading>;
  readonly restore: Batch<Receipt, Reading>;
  /** Null: not called, or too late. */
  readonly claim: Batch<string, AdmissionFact | null>;
  readonly leave: Batch<Exit, Reading>;
  /** PostgreSQL has put them on the reserve list, or taken them off (number 0). */
  readonly list: Batch<ListPlace, Reading>;
}

export interface BatchDeps {
  readonly db: Kysely<Database>;
  readonly doors: LineDoors;
  readonly sale: () => LiveSale;
  readonly drawn: DrawnPlaces;
  /** Hears every reply, so that whoever is connected is told what changed. */
  readonly learn: (reply: LineReply) => void;
  /** Tells other gateways to look. A hint: it must not fail. */
  readonly hint: (entryIds: readonly string[]) => void;
}

/** A visitor does not see five milliseconds, and a join storm fills 200 in less. */
const WAIT_MS = 4;
const JOINS_MAX = 200;

export function hallBatches(deps: BatchDeps): HallBatches {
  const { doors, sale } = deps;
  const byEntry = (door: (input: { saleId: string; entryIds: readonly string[] }) => Promise<LineReply>) =>
    new Batch<string, Reading>({
      itemsMax: JOINS_MAX,
      waitMs: WAIT_MS,
      run: async (entryIds) => readings(deps, await door({ saleId: sale().id, entryIds })),
    });
  return {
    join: new Batch({
      itemsMax: JOINS_MAX,
      waitMs: WAIT_MS,
      run: async (asks) => {
        const entryIds = asks.map(({ entryId }) => entryId);
        const lanes = asks.map(({ lane }) => lane ?? 'ordinary');
        return readings(deps, await doors.join({ saleId: sale().id, entryIds, lanes }));
      },
    }),
    lane: new Batch({
      itemsMax: JOINS_MAX,
      waitMs: WAIT_MS,
      run: async (moves) => readings(deps, await doors.changeLane({ saleId: sale().id, moves })),
    }),
    read: byEntry(doors.read),
    present: byEntry(doors.present),
    ask: byEntry(doors.ask),
    snooze: new Batch({
      itemsMax: JOINS_MAX,
      waitMs: WAIT_MS,
      run: (snoozes) => snoozeAll(deps, snoozes),
    }),
    wake: new Batch({ itemsMax: JOINS_MAX, waitMs: WAIT_MS, run: (entryIds) => wakeAll(deps, entryIds) }),
    // Five hundred would keep Redis busy for some 20 ms in one command, with nobody else answered.
    restore: new Batch({
      itemsMax: JOINS_MAX,
      waitMs: WAIT_MS,
      run: (receipts) =>
        sale().mode === 'passthrough' ? lookAll(deps, receipts) : restoreAll(deps, deps.drawn, receipts),
    }),
    claim: new Batch({ itemsMax: JOINS_MAX, waitMs: WAIT_MS, run: (entryIds) => claimAll(deps, entryIds) }),
    leave: new Batch({ itemsMax: JOINS_MAX, waitMs: WAIT_MS, run: (exits) => leaveAll(deps, exits) }),
    list: new Batch({ itemsMax: JOINS_MAX, waitMs: WAIT_MS, run: (entries) => listAll(deps, entries) }),
  };
}

function readings(deps: BatchDeps, reply: LineReply): Reading[] {
  deps.learn(reply);
  return reply.standings.map((standing) => ({ head: reply.head, standing }));
}

/** Logged first: a place that lets others pass is never without the word why. */
async function snoozeAll(deps: BatchDeps, snoozes: readonly Snooze[]): Promise<Reading[]> {
  const saleId = deps.sale().id;
  await logVisitorEvents(
    deps.db,
    saleId,
    snoozes.map(({ entryId, letPass }) => ({ entryId, what: 'snoozed', detail: { letPass } })),
  );
  const nearAhead = letterAhead(deps.sale());
  const far = snoozes.filter(({ letPass }) => letPass > nearAhead).map(({ entryId }) => entryId);
  await expectNear(deps.db, saleId, far);
  const now = readings(deps, await deps.doors.snooze({ saleId, snoozes }));
  deps.hint(snoozes.map(({ entryId }) => entryId));
  return now;
}

async function wakeAll(deps: BatchDeps, entryIds: readonly string[]): Promise<Reading[]> {
  const saleId = deps.sale().id;
  await logVisitorEvents(
    deps.db,
    saleId,
    entryIds.map((entryId) => ({ entryId, what: 'woken' })),
  );
  const now = readings(deps, await deps.doors.wake({ saleId, entryIds }));
  deps.hint(entryIds);
  return now;
}

/** Without an order there is no place to put back: who has not given up waits, or goes in (GWY-24). */
async function lookAll(deps: BatchDeps, receipts: readonly Receipt[]): Promise<Reading[]> {
  return readings(deps, await deps.doors.restore({ saleId: deps.sale().id, places: receipts }));
}

/**
 * Puts receipts back whose entry the line does not know (GWY-9): never one that was given up since, and one
 * that was admitted returns to what PostgreSQL says of it, not to the line.
 */
async function restoreAll(
  deps: BatchDeps,
  drawn: DrawnPlaces,
  receipts: readonly Receipt[],
): Promise<Reading[]> {
  const { db, doors, sale } = deps;
  const saleId = sale().id;
  const entryIds = receipts.map(({ entryId }) => entryId);
  const [exits, facts] = await Promise.all([
    exitsOf(db, saleId, entryIds),
    latestAdmissions(db, saleId, entryIds),
  ]);
  const factOf = new Map(facts.map((fact) => [fact.entryId, fact]));
  const isGivenUp = ({ entryId, number }: Receipt) => (exits.get(entryId) ?? -1) >= number;
  const wasAdmitted = ({ entryId, number, lobby }: Receipt) => {
    const fact = factOf.get(entryId);
    return fact !== undefined && (lobby || fact.number >= number);
  };

  const valid = receipts.filter((receipt) => !isGivenUp(receipt));
  const admitted = valid.filter(wasAdmitted).flatMap(({ entryId }) => factOf.get(entryId) ?? []);
  if (admitted.length > 0) await doors.settle({ saleId, facts: [...new Set(admitted)] });
  const waiting = valid.filter(
    (receipt) => !wasAdmitted(receipt) || stillSnoozes(receipt, factOf.get(receipt.entryId)),
  );
  const places = await drawn.placesOf(db, sale(), waiting);
  if (places.length > 0) await doors.restore({ saleId, places });
  const reply = await doors.read({ saleId, entryIds });
  const isLobbyOver = !['lobby', 'drawing', 'closed', 'soldOut'].includes(reply.head.phase);
  if (isLobbyOver && places.some(({ lobby }) => lobby))
    throw new LineBusy('the lobby was opened meanwhile: its indexes are numbers by now');
  return readings(deps, reply);
}

async function claimAll(deps: BatchDeps, entryIds: readonly string[]): Promise<(AdmissionFact | null)[]> {
  const saleId = deps.sale().id;
  const facts = await claimAdmissions(deps.db, { saleId, entryIds: [...new Set(entryIds)] });
  await tellLine(deps, facts);
  const byEntry = new Map(facts.map((fact) => [fact.entryId, fact]));
  return entryIds.map((entryId) => byEntry.get(entryId) ?? null);
}

async function listAll(deps: BatchDeps, entries: readonly ListPlace[]): Promise<Reading[]> {
  const now = readings(deps, await deps.doors.settleReserve({ saleId: deps.sale().id, entries }));
  deps.hint(entries.map(({ entryId }) => entryId));
  return now;
}

async function leaveAll(deps: BatchDeps, exits: readonly Exit[]): Promise<Reading[]> {
  const { db, doors, sale } = deps;
  const saleId = sale().id;
  const entryIds = [...new Set(exits.map(({ entryId }) => entryId))];
  const listed = await leaveList(db, saleId, entryIds);
  await journalExits(db, saleId, exits);
  await tellLine(deps, await leaveAdmissions(db, saleId, entryIds));
  if (listed.length > 0)
    await listAll(
      deps,
      listed.map((entryId) => ({ entryId, number: 0 })),
    );
  const left = readings(deps, await doors.leave({ saleId, exits }));
  deps.hint(entryIds);
  return left;
}

/**
 * PostgreSQL has decided: the line being away changes nothing for the visitor, and is told again by the
 * queue-worker.
 */
async function tellLine(deps: BatchDeps, facts: readonly AdmissionFact[]): Promise<void> {
  if (facts.length === 0) return;
  try {
    deps.learn(await deps.doors.settle({ saleId: deps.sale().id, facts }));
    deps.hint(facts.map(({ entryId }) => entryId));
  } catch (fault) {
    if (!isStoreAway(fault)) throw fault;
  }
}
