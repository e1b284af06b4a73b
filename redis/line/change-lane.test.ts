/** Lanes: who is called by which share, and what moving between them keeps. */
import { expect } from 'vitest';
import { SLOW_LANE_SHARE } from '../../domain/limits.ts';
import { openCalledLine } from '../../test/called-line.ts';
import { test } from '../../test/stores.ts';
import { metaKey, seenKey } from '../keys.ts';
import { changeLane } from './change-lane.ts';
import { joinLine } from './join-line.ts';
import { leaveLine } from './leave-line.ts';
import { drawChunk, freezeLobby, openDrawnLine } from './open-lobby.ts';
import { readStandings } from './read-standings.ts';

const lanesOf = (calling: readonly { readonly lane: string }[]) => {
  const counts = { ordinary: 0, priority: 0, slow: 0, returned: 0 };
  for (const { lane } of calling) counts[lane as keyof typeof counts] += 1;
  return counts;
};

test('ADM-11: of every batch the priority lane has its share, the slow lane its own, in the order of each lane', async ({
  db,
  redis,
}) => {
  const { join, call } = await openCalledLine(db, redis, { priority_share: 30 });
  const [ordinary, priority, slow] = [await join(200), await join(100, 'priority'), await join(100, 'slow')];
  const calling = await call(100);
  expect(lanesOf(calling)).toEqual({ ordinary: 60, priority: 30, slow: SLOW_LANE_SHARE, returned: 0 });
  const inLane = (lane: string) => calling.filter((one) => one.lane === lane).map(({ entryId }) => entryId);
  expect(inLane('ordinary')).toEqual(ordinary.slice(0, 60));
  expect(inLane('priority')).toEqual(priority.slice(0, 30));
  expect(inLane('slow')).toEqual(slow.slice(0, 10));
});

test('ADM-11: shares of less than one visitor are carried over, and none is saved up while a lane is empty', async ({
  db,
  redis,
}) => {
  const { join, call } = await openCalledLine(db, redis, { priority_share: 30 });
  await join(100);
  for (let tick = 0; tick < 20; tick += 1) await call(1);
  await join(50, 'priority');
  await join(50, 'slow');
  const counts = { ordinary: 0, priority: 0, slow: 0, returned: 0 };
  // With both shares due at once and room for one, the slow lane's waits a tick.
  for (let tick = 0; tick < 21; tick += 1) {
    const now = lanesOf(await call(1));
    for (const lane of ['ordinary', 'priority', 'slow'] as const) counts[lane] += now[lane];
    if (tick === 0) expect(now.ordinary).toBe(1);
  }
  expect(counts).toEqual({ ordinary: 13, priority: 6, slow: 2, returned: 0 });
});

test('ADM-11: what a lane does not use goes to the others; a share of nothing keeps nobody out for ever', async ({
  db,
  redis,
}) => {
  const { join, call } = await openCalledLine(db, redis, { priority_share: 0 });
  await join(3);
  await join(5, 'priority');
  await join(5, 'slow');
  expect(lanesOf(await call(10))).toEqual({ ordinary: 3, priority: 5, slow: 2, returned: 0 });
  expect(lanesOf(await call(10))).toEqual({ ordinary: 0, priority: 0, slow: 3, returned: 0 });
});

test('ADM-11: absent ones at the head of a lane are passed over within the tick', async ({ db, redis }) => {
  const { saleId, join, call, standings } = await openCalledLine(db, redis, { priority_share: 50 });
  await join(10);
  const [gone = '', here = ''] = await join(2, 'priority');
  await redis.zrem(seenKey(saleId), gone);
  expect((await call(2)).map(({ lane, entryId }) => [lane, entryId === here])).toEqual([
    ['priority', true],
    ['ordinary', false],
  ]);
  expect(await standings([gone])).toMatchObject([{ state: 'passedOver', number: 11 }]);
});

test('ADM-11: into the slow lane and out again the number is kept; who was passed meanwhile is next', async ({
  db,
  redis,
}) => {
  const { line, saleId, join, call, standings } = await openCalledLine(db, redis);
  const [one = '', suspect = '', third = '', fourth = '', fifth = ''] = await join(5);
  const move = (entryId: string, lane: 'ordinary' | 'slow' | 'priority') =>
    changeLane(line, { saleId, moves: [{ entryId, lane }] });
  await move(suspect, 'slow');
  await move(fourth, 'slow');
  expect(await standings([suspect, third])).toMatchObject([
    { state: 'waiting', lane: 'slow', number: 2, ahead: 0 },
    { state: 'waiting', lane: 'ordinary', ahead: 1 },
  ]);
  expect((await call(2)).map(({ entryId }) => entryId)).toEqual([one, third]);
  await move(fourth, 'ordinary');
  expect(await standings([fourth, fifth])).toMatchObject([{ state: 'returned' }, { ahead: 0 }]);
  await move(suspect, 'ordinary');
  expect((await call(3)).map(({ entryId }) => entryId)).toEqual([suspect, fourth, fifth]);
});

test('ADM-11: into a line that has not come so far, a place is a place of the line again', async ({
  db,
  redis,
}) => {
  const { line, saleId, join, standings } = await openCalledLine(db, redis);
  const [one = '', two = ''] = await join(2);
  await changeLane(line, { saleId, moves: [{ entryId: two, lane: 'priority' }] });
  await changeLane(line, { saleId, moves: [{ entryId: two, lane: 'ordinary' }] });
  expect(await standings([one, two])).toMatchObject([
    { ahead: 0 },
    { ahead: 1, number: 2, lane: 'ordinary' },
  ]);
});

test('ADM-11: a lane of the lobby is remembered through the draw, forgotten with the place, and changeable', async ({
  db,
  redis,
}) => {
  const { line, saleId, join, standings } = await openCalledLine(db, redis, {
    state: 'lobby',
    lobby: 'shuffle',
  });
  const [plain = '', lucky = '', cleared = ''] = await join(3);
  const [priority = '', left = ''] = await join(2, 'priority');
  await changeLane(line, {
    saleId,
    moves: [
      { entryId: lucky, lane: 'priority' },
      { entryId: cleared, lane: 'slow' },
    ],
  });
  await leaveLine(line, { saleId, exits: [{ entryId: left, number: 5 }] });
  await joinLine(line, { saleId, entryIds: [left] });
  expect(await standings([plain, lucky, priority, left])).toMatchObject([
    { state: 'lobby', lane: 'ordinary' },
    { state: 'lobby', lane: 'priority' },
    { state: 'lobby', lane: 'priority' },
    { state: 'lobby', lane: 'ordinary' },
  ]);
  await freezeLobby(line, { saleId });
  const drawn = [plain, lucky, cleared, priority, left];
  await drawChunk(line, { saleId, drawn: drawn.map((entryId, at) => ({ entryId, number: 10 - at })) });
  await changeLane(line, { saleId, moves: [{ entryId: cleared, lane: 'ordinary' }] });
  await openDrawnLine(line, { saleId, firstCallMs: 0, cameBack: 0 });
  expect(await standings(drawn)).toMatchObject([
    { state: 'waiting', lane: 'ordinary', number: 10, ahead: 2 },
    { lane: 'priority', number: 9, ahead: 1 },
    { lane: 'ordinary', number: 8, ahead: 1 },
    { lane: 'priority', number: 7, ahead: 0 },
    { lane: 'ordinary', number: 6, ahead: 0 },
  ]);
  const { head } = await readStandings(line, { saleId, entryIds: [] });
  expect(head).toMatchObject({ phase: 'open', waiting: 3, priority: { waiting: 2 }, slow: { waiting: 0 } });
});

test('ADM-11: each lane has a counter of its own for those who wait in it', async ({ db, redis }) => {
  const { line, saleId, join, call } = await openCalledLine(db, redis, { priority_share: 50 });
  await join(4);
  await join(4, 'priority');
  await join(4, 'slow');
  await call(4);
  const { head } = await readStandings(line, { saleId, entryIds: [] });
  expect(head).toMatchObject({
    moved: 2,
    waiting: 2,
    priority: { moved: 2, waiting: 2 },
    slow: { moved: 0, waiting: 4 },
  });
  expect(await redis.hget(metaKey(saleId), 'moved_priority')).toBe('2');
});
