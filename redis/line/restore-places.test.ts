/** A snooze comes back with its place: as it was, once, and not where the visitor or a call has ended it since. */
import { expect } from 'vitest';
import { openCalledLine } from '../../test/called-line.ts';
import { test } from '../../test/stores.ts';
import { lineKeys, metaKey } from '../keys.ts';
import { markPresent } from './mark-present.ts';
import { type RestoredPlace, restorePlaces } from './restore-places.ts';
import { settleAdmissions } from './settle-admissions.ts';
import { snoozePlace } from './snooze-place.ts';
import { wakePlace } from './wake-place.ts';

type Opened = Awaited<ReturnType<typeof openCalledLine>>;

/** As a visitor's receipt says it. */
async function receiptsOf({ standings }: Opened, entryIds: readonly string[]): Promise<RestoredPlace[]> {
  return (await standings(entryIds)).map(({ entryId, number, callNo, letsPassTo }) => ({
    ...{ entryId, number, lobby: false },
    ...(letsPassTo !== undefined && { snooze: { letsPassTo, callNo } }),
  }));
}

test('LIN-7, LIN-30: who lets others pass goes on doing so after the line forgot everything, in any order', async ({
  db,
  redis,
}) => {
  const opened = await openCalledLine(db, redis);
  const { line, saleId, join, call, standings } = opened;
  const all = await join(8);
  const [first = '', second = '', ...others] = all;
  const snoozes = [
    { entryId: first, letPass: 3 },
    { entryId: second, letPass: 20 },
  ];
  await snoozePlace(line, { saleId, snoozes });
  const before = await standings(all);
  const receipts = await receiptsOf(opened, all);
  expect(before.slice(0, 2)).toMatchObject([
    { state: 'snoozed', number: 1, ahead: 2 },
    { state: 'snoozed', number: 2, ahead: 6 },
  ]);
  const [, ...keys] = lineKeys(saleId);
  expect(lineKeys(saleId)[0]).toBe(metaKey(saleId));
  await redis.del(...keys);
  for (const place of receipts.toReversed()) await restorePlaces(line, { saleId, places: [place] });
  await restorePlaces(line, { saleId, places: receipts });
  expect(await standings(all)).toEqual(before);

  expect((await call(2)).map(({ entryId }) => entryId)).toEqual(others.slice(0, 2));
  await markPresent(line, { saleId, entryIds: [first] });
  expect(await call(1)).toMatchObject([{ entryId: first, number: 1, lane: 'returned' }]);
});

test('LIN-7: a snooze of after a call comes back while that call is the last and nobody was there', async ({
  db,
  redis,
}) => {
  const opened = await openCalledLine(db, redis);
  const { line, saleId, join, standings } = opened;
  const [one = ''] = await join(1);
  await join(5);
  const missed = (callNo: number) =>
    settleAdmissions(line, {
      saleId,
      facts: [...[{ entryId: one, admissionId: `adm_${callNo}`, number: 1, callNo, deadlineMs: null }]].map(
        (fact) => ({ ...fact, lane: 'ordinary' as const, state: 'missed' as const }),
      ),
    });
  await missed(1);
  await snoozePlace(line, { saleId, snoozes: [{ entryId: one, letPass: 2 }] });
  const places = await receiptsOf(opened, [one]);
  expect(places).toMatchObject([{ snooze: { letsPassTo: 3, callNo: 1 } }]);
  /** The line forgot; PostgreSQL has told of so many calls. */
  const forgotten = async (callNo: number) => {
    await redis.del(...lineKeys(saleId).slice(1));
    await join(5);
    await missed(callNo);
  };
  const restored = async () => (await restorePlaces(line, { saleId, places })).standings[0]?.state;

  await forgotten(1);
  expect(await standings([one])).toMatchObject([{ state: 'returned' }]);
  expect([await restored(), await restored()]).toEqual(['snoozed', 'snoozed']);
  // Ready again: the receipt of before changes nothing of it.
  await wakePlace(line, { saleId, entryIds: [one] });
  const [{ state = '' } = {}] = await standings([one]);
  expect(['returned', 'waiting']).toContain(state);
  expect(await restored()).toBe(state);
  await forgotten(1);
  await markPresent(line, { saleId, entryIds: [one] });
  expect(await restored()).toBe('returned');
  await forgotten(2);
  expect(await restored()).toBe('passedOver');
});

test('LIN-7: nobody lets others pass before the opening or after the end', async ({ db, redis }) => {
  const { line, saleId } = await openCalledLine(db, redis);
  const places = [{ entryId: 'entry', number: 3, lobby: false, snooze: { letsPassTo: 9, callNo: 0 } }];
  for (const [phase, state] of [
    ['closed', 'none'],
    ['soldOut', 'none'],
    ['lobby', 'waiting'],
  ] as const) {
    await redis.hset(metaKey(saleId), { phase, lobby_mode: 'shuffle' });
    expect((await restorePlaces(line, { saleId, places })).standings).toMatchObject([{ state }]);
  }
});
