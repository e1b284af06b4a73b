/** Joining, leaving and coming back, against a real Redis: numbers, lobby, repeats, generations. */
import { expect } from 'vitest';
import { journalExits } from '../../db/line-exits.ts';
import { NUMBER_BLOCK } from '../../domain/limits.ts';
import { openTestLine } from '../../test/line.ts';
import { newEntryId, test } from '../../test/stores.ts';
import { metaKey } from '../keys.ts';
import { LineBusy, NumbersSpent } from '../line.ts';
import { joinLine } from './join-line.ts';
import { leaveLine } from './leave-line.ts';
import { readStandings } from './read-standings.ts';
import { reserveNumbers } from './reserve-numbers.ts';
import { restorePlaces } from './restore-places.ts';

const entries = (count: number) => Array.from({ length: count }, newEntryId);

test('LIN-2: a redelivered join leaves the visitor where they are, and nobody shares a number', async ({
  db,
  redis,
}) => {
  const { line, saleId } = await openTestLine(db, redis);
  await reserveNumbers(line, db, saleId);
  const entryIds = entries(50);
  const joins = await Promise.all([0, 1, 2].map(() => joinLine(line, { saleId, entryIds })));
  const [first, ...again] = joins.map((reply) => reply.standings);
  for (const standings of again) expect(standings).toEqual(first);
  expect(first?.map(({ ahead }) => ahead)).toEqual(entryIds.map((_, index) => index));
  expect(new Set(first?.map(({ number }) => number)).size).toBe(50);
});

test('LIN-2: the same visitor twice in one call gets one number', async ({ db, redis }) => {
  const { line, saleId } = await openTestLine(db, redis);
  await reserveNumbers(line, db, saleId);
  const [entry = '', other = ''] = entries(2);
  const { head, standings } = await joinLine(line, { saleId, entryIds: [entry, entry, other] });
  expect(standings.map(({ number }) => number)).toEqual([1, 1, 2]);
  expect(head.waiting).toBe(2);
});

test('LIN-4: no number is handed out beyond what PostgreSQL has reserved, and a refusal spends none', async ({
  db,
  redis,
}) => {
  const { line, saleId } = await openTestLine(db, redis);
  const entryIds = entries(3);
  await expect(joinLine(line, { saleId, entryIds })).rejects.toBeInstanceOf(NumbersSpent);
  expect((await readStandings(line, { saleId, entryIds: [] })).head.waiting).toBe(0);
  await reserveNumbers(line, db, saleId);
  const { standings } = await joinLine(line, { saleId, entryIds });
  expect(standings.map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('LIN-4: blocks reserved by two gateways at once overlap nowhere', async ({ db, redis }) => {
  const { line, saleId } = await openTestLine(db, redis);
  await Promise.all([reserveNumbers(line, db, saleId), reserveNumbers(line, db, saleId)]);
  const { standings } = await joinLine(line, { saleId, entryIds: entries(2) });
  const numbers = standings.map(({ number }) => number);
  expect(numbers[1]).toBe((numbers[0] ?? 0) + 1);
  expect(numbers[1]).toBeLessThanOrEqual(2 * NUMBER_BLOCK);
});

test('LIN-5: another generation is refused and changes nothing', async ({ db, redis }) => {
  const { line, saleId } = await openTestLine(db, redis);
  await reserveNumbers(line, db, saleId);
  await redis.hset(metaKey(saleId), 'generation', 7);
  const before = await redis.hgetall(metaKey(saleId));
  await expect(joinLine(line, { saleId, entryIds: entries(1) })).rejects.toBeInstanceOf(LineBusy);
  expect(await redis.hgetall(metaKey(saleId))).toEqual(before);
});

test('LIN-5: a line that Redis has forgotten is refused, not begun again from 1', async ({ db, redis }) => {
  const { line, saleId } = await openTestLine(db, redis);
  await reserveNumbers(line, db, saleId);
  await redis.del(metaKey(saleId));
  await expect(joinLine(line, { saleId, entryIds: entries(1) })).rejects.toBeInstanceOf(LineBusy);
});

test('LIN-3: in a shuffled lobby nobody has an order, and late joins of the same visitor keep the index', async ({
  db,
  redis,
}) => {
  const { line, saleId } = await openTestLine(db, redis, { state: 'lobby', lobby: 'shuffle' });
  await reserveNumbers(line, db, saleId);
  const entryIds = entries(5);
  await joinLine(line, { saleId, entryIds });
  const { head, standings } = await joinLine(line, { saleId, entryIds });
  expect(head).toMatchObject({ phase: 'lobby', lobbyCount: 5, waiting: 0 });
  expect(standings.map(({ state, ahead, number }) => ({ state, ahead, number }))).toEqual(
    entryIds.map((_, index) => ({ state: 'lobby', ahead: null, number: index + 1 })),
  );
});

test('LIN-3: in an arrival lobby the order is that of arrival, at once', async ({ db, redis }) => {
  const { line, saleId } = await openTestLine(db, redis, { state: 'lobby', lobby: 'arrival' });
  await reserveNumbers(line, db, saleId);
  const { head, standings } = await joinLine(line, { saleId, entryIds: entries(2) });
  expect(head.phase).toBe('lobby');
  expect(standings.map(({ state, ahead }) => [state, ahead])).toEqual([
    ['waiting', 0],
    ['waiting', 1],
  ]);
});

test('LIN-8: who left joins again at the end, and a later place of theirs survives an old exit', async ({
  db,
  redis,
}) => {
  const { line, saleId } = await openTestLine(db, redis);
  await reserveNumbers(line, db, saleId);
  const [entryId = '', other = ''] = entries(2);
  await joinLine(line, { saleId, entryIds: [entryId, other] });
  await journalExits(db, saleId, [{ entryId, number: 1 }]);
  const gone = await leaveLine(line, { saleId, exits: [{ entryId, number: 1 }] });
  expect(gone.standings[0]?.state).toBe('none');
  const back = await joinLine(line, { saleId, entryIds: [entryId] });
  expect(back.standings[0]).toMatchObject({ state: 'waiting', number: 3, ahead: 1 });
  const again = await leaveLine(line, { saleId, exits: [{ entryId, number: 1 }] });
  expect(again.standings[0]).toMatchObject({ state: 'waiting', number: 3 });
});

test('LIN-7: places come back exactly where they were, and a repeat changes nothing', async ({
  db,
  redis,
}) => {
  const { line, saleId } = await openTestLine(db, redis);
  await reserveNumbers(line, db, saleId);
  const entryIds = entries(4);
  const [, second = ''] = entryIds;
  await joinLine(line, { saleId, entryIds });
  // What a rolled-back memory looks like: one place is missing.
  await redis.zrem(`sale:{${saleId}}:line`, second);
  for (const _ of [1, 2]) {
    const { standings } = await restorePlaces(line, {
      saleId,
      places: [{ entryId: second, number: 2, lobby: false }],
    });
    expect(standings[0]).toMatchObject({ state: 'waiting', number: 2, ahead: 1 });
  }
});
