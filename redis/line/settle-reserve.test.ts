/** The reserve list in the line, turns that take no slot of the floor, and turns given back. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { latestAdmissions, missCalls } from '../../db/admissions.ts';
import { type AdmissionFact, admissionStates } from '../../domain/admission-fact.ts';
import { admissionLanes, isOutsideFloor } from '../../domain/lane.ts';
import { openCalledLine } from '../../test/called-line.ts';
import { newEntryId, test } from '../../test/stores.ts';
import { metaKey } from '../keys.ts';
import { callNext } from './call-next.ts';
import { joinLine } from './join-line.ts';
import { markPresent } from './mark-present.ts';
import { reserveNumbers } from './reserve-numbers.ts';
import { settleAdmissions } from './settle-admissions.ts';
import { settleReserve } from './settle-reserve.ts';

const factOf = (entryId: string, more: Partial<AdmissionFact> = {}): AdmissionFact => ({
  ...{ entryId, admissionId: `adm_${entryId}`, number: 1, callNo: 1, lane: 'ordinary', state: 'called' },
  deadlineMs: 4_000_000_000_000,
  ...more,
});

test('LIN-33: the list has its own order; a place of the line is given up for it, a turn is not', async ({
  db,
  redis,
}) => {
  const { line, saleId, join, call, standings } = await openCalledLine(db, redis);
  const [called = '', waits = '', other = ''] = await join(3);
  await call(1);
  const entries = [waits, other, called].map((entryId, at) => ({ entryId, number: 100 + at }));
  await settleReserve(line, { saleId, entries });
  expect(await standings([called, waits, other])).toMatchObject([
    { state: 'called' },
    { state: 'reserve', number: 100, ahead: 0, lane: 'reserve' },
    { state: 'reserve', number: 101, ahead: 1 },
  ]);
  expect(await call(10)).toEqual([]);
  await settleReserve(line, { saleId, entries: [{ entryId: waits, number: 0 }] });
  expect(await standings([waits, other])).toMatchObject([{ state: 'none' }, { state: 'reserve', ahead: 0 }]);
});

test('LIN-33: a turn from the list ends the place on it, in the word that is told last as in the first', async ({
  db,
  redis,
}) => {
  const { line, saleId, standings } = await openCalledLine(db, redis);
  const entryIds = admissionStates.map(() => newEntryId());
  const entries = entryIds.map((entryId, at) => ({ entryId, number: 1 + at }));
  await settleReserve(line, { saleId, entries });
  const facts = admissionStates.map((state, at) =>
    factOf(entryIds[at] ?? '', { state, lane: 'reserve', number: 1 + at }),
  );
  await settleAdmissions(line, { saleId, facts });
  const states = (await standings(entryIds)).map(({ state }) => state);
  expect(new Map(admissionStates.map((state, at) => [state, states[at]]))).toEqual(
    new Map([
      ['called', 'called'],
      ['missed', 'finished'],
      ['shopping', 'shopping'],
      ['finished', 'finished'],
      ['ended', 'finished'],
      ['back', 'returned'],
      ['left', 'none'],
    ]),
  );
});

test('LIN-33: a word about an older turn in the line takes nobody off the list', async ({ db, redis }) => {
  const { line, saleId, join, call, standings } = await openCalledLine(db, redis);
  const [entryId = ''] = await join(1);
  const [calling] = await call(1);
  await settleReserve(line, { saleId, entries: [{ entryId, number: 7 }] });
  const ended = factOf(entryId, { number: calling?.number ?? 0, state: 'ended', deadlineMs: null });
  await settleAdmissions(line, { saleId, facts: [ended] });
  expect(await standings([entryId])).toMatchObject([{ state: 'reserve', number: 7 }]);
});

test('LIN-33: a place taken after a turn of the list has a later number, so that what is said of it is believed', async ({
  db,
  redis,
}) => {
  const { line, saleId, join, call, standings } = await openCalledLine(db, redis, { floor_max: 1 });
  const [before = ''] = await join(1);
  const entryId = newEntryId();
  const turn = { lane: 'reserve', number: 60_000 } as const;
  await settleAdmissions(line, {
    saleId,
    facts: [factOf(entryId, { ...turn, state: 'missed', deadlineMs: null })],
  });
  await db
    .insertInto('line_numbers')
    .values({ sale_id: saleId, number_end: 60_000 })
    .onConflict((clash) => clash.column('sale_id').doUpdateSet({ number_end: 60_000 }))
    .execute();
  await settleReserve(line, { saleId, entries: [{ entryId: newEntryId(), number: 60_000 }] });
  // A turn that is over is given up first, as the gateway does for who joins anew.
  await settleAdmissions(line, {
    saleId,
    facts: [factOf(entryId, { ...turn, state: 'left', deadlineMs: null })],
  });
  await expect(joinLine(line, { saleId, entryIds: [entryId] })).rejects.toThrow('NUMBERS');
  expect(await standings([before, entryId])).toMatchObject([{ number: 1 }, { state: 'none' }]);
  await reserveNumbers(line, db, saleId);
  const { standings: joined } = await joinLine(line, { saleId, entryIds: [entryId] });
  expect(joined[0]?.number).toBeGreaterThan(60_000);
  expect(await call(1)).toMatchObject([{ entryId: before }]);
});

test('ADM-13: the script and the table agree on which turns take a slot of the floor', async ({
  db,
  redis,
}) => {
  for (const lane of admissionLanes) {
    for (const state of ['called', 'shopping'] as const) {
      const { line, saleId, join, call } = await openCalledLine(db, redis, { floor_max: 1 });
      const [waits] = await join(1);
      await settleAdmissions(line, { saleId, facts: [factOf(newEntryId(), { lane, state })] });
      const ids = (await call(1)).map(({ entryId }) => entryId);
      expect([lane, state, ids]).toEqual([lane, state, isOutsideFloor(lane) ? [waits] : []]);
    }
  }
});

test('ADM-12: a turn given back stands before the line by its number, names its turn, and is told once', async ({
  db,
  redis,
}) => {
  const { line, saleId, join, call, standings } = await openCalledLine(db, redis, { floor_max: 1 });
  const [one = '', two = ''] = await join(2);
  await call(1);
  await sql`update admission set state = 'ended', ended_at = now(), given_back_at = now()`.execute(db);
  const [back] = await latestAdmissions(db, saleId, [one]);
  if (!back) throw new Error('the visitor was called');
  const ended = { ...back, state: 'ended' as const };
  await settleAdmissions(line, { saleId, facts: [ended] });
  expect(await standings([one])).toMatchObject([{ state: 'finished', end: 'ended' }]);
  await settleAdmissions(line, { saleId, facts: [back, ended, back] });
  expect(await standings([one])).toMatchObject([
    { state: 'returned', number: 1, admissionId: back.admissionId },
  ]);
  await markPresent(line, { saleId, entryIds: [one] });
  expect(await call(1)).toMatchObject([{ entryId: one, callNo: 2, lane: 'returned' }]);
  await settleAdmissions(line, { saleId, facts: [back] }); // Late: called again by now.
  expect(await standings([one, two])).toMatchObject([{ state: 'called', callNo: 2 }, { ahead: 0 }]);
});

test('ADM-1: a late word about an earlier call does not undo a mark that is on its way to PostgreSQL', async ({
  db,
  redis,
}) => {
  const { line, saleId, join, call, standings } = await openCalledLine(db, redis);
  const [entryId = ''] = await join(1);
  await call(1);
  const called = await latestAdmissions(db, saleId, [entryId]);
  await sql`update admission set claim_by = now() - interval '1 s'`.execute(db);
  const missed = await missCalls(db, saleId);
  await settleAdmissions(line, { saleId, facts: missed });
  await markPresent(line, { saleId, entryIds: [entryId] });
  await redis.hset(metaKey(saleId), 'bucket_at', 0);
  const { calling } = await callNext(line, { saleId, wantMax: 1, ratePerMinute: 600_000 }); // …and dies.
  await settleAdmissions(line, { saleId, facts: [...missed, ...called] });
  expect(await standings([entryId])).toMatchObject([{ state: 'calling', number: 1 }]);
  expect(await call(1)).toEqual(calling);
  expect(await standings([entryId])).toMatchObject([{ state: 'called', callNo: 2 }]);
});
