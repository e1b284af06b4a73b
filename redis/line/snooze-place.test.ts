/** Letting others pass, and being ready again: by whom it is counted, and what it survives. */
import { expect } from 'vitest';
import { openCalledLine } from '../../test/called-line.ts';
import { test } from '../../test/stores.ts';
import { leaveLine } from './leave-line.ts';
import { markPresent } from './mark-present.ts';
import { settleAdmissions } from './settle-admissions.ts';
import { snoozePlace } from './snooze-place.ts';
import { wakePlace } from './wake-place.ts';

const ids = (calling: readonly { readonly entryId: string }[]) => calling.map(({ entryId }) => entryId);

test('LIN-30: the place keeps its number and is called next once as many behind it have passed', async ({
  db,
  redis,
}) => {
  const { line, saleId, join, call, standings } = await openCalledLine(db, redis);
  const all = await join(8);
  const [first = '', second = ''] = all;
  await snoozePlace(line, { saleId, snoozes: [{ entryId: second, letPass: 3 }] });
  // One ahead and three behind.
  expect(await standings([second])).toMatchObject([
    { state: 'snoozed', number: 2, ahead: 4, lane: 'ordinary' },
  ]);
  expect(ids(await call(3))).toEqual([first, all[2], all[3]]);
  expect(await standings([second])).toMatchObject([{ state: 'snoozed', ahead: 1 }]);
  expect(ids(await call(1))).toEqual([all[4]]);
  await markPresent(line, { saleId, entryIds: [second] });
  expect(await call(2)).toMatchObject([
    { entryId: second, number: 2, callNo: 1, lane: 'returned' },
    { entryId: all[5], lane: 'ordinary' },
  ]);
});

test('LIN-30: who leaves or is absent counts as passed, and who comes later passes where too few stand behind', async ({
  db,
  redis,
}) => {
  const { line, saleId, join, call, standings } = await openCalledLine(db, redis);
  const all = await join(5);
  const [one = ''] = all;
  await snoozePlace(line, { saleId, snoozes: [{ entryId: one, letPass: 6 }] });
  expect(await standings([one])).toMatchObject([{ ahead: 4 }]);
  await leaveLine(line, { saleId, exits: [{ entryId: all[1] ?? '', number: 2 }] });
  const later = await join(4);
  // Three of the four that stood behind, two of those who came: the third that came is no more of it.
  expect(await standings([one])).toMatchObject([{ ahead: 5 }]);
  expect(ids(await call(5))).toEqual([...all.slice(2), ...later.slice(0, 2)]);
  await markPresent(line, { saleId, entryIds: [one] });
  expect(ids(await call(1))).toEqual([one]);
});

test('LIN-30: with nobody left to pass the place holds at once', async ({ db, redis }) => {
  const { line, saleId, join, call } = await openCalledLine(db, redis);
  const [one = '', two = ''] = await join(2);
  await snoozePlace(line, { saleId, snoozes: [{ entryId: one, letPass: 100 }] });
  await markPresent(line, { saleId, entryIds: [one] });
  expect(ids(await call(2))).toEqual([two]);
  expect(ids(await call(2))).toEqual([one]);
});

test('LIN-30: ready before its time it stands in its place again, or is next where the line has passed it', async ({
  db,
  redis,
}) => {
  const { line, saleId, join, call, standings } = await openCalledLine(db, redis);
  const [a = '', b = '', c = '', d = ''] = await join(4);
  await snoozePlace(line, { saleId, snoozes: [{ entryId: b, letPass: 2 }] });
  await wakePlace(line, { saleId, entryIds: [b] });
  expect(await standings([b])).toMatchObject([{ state: 'waiting', number: 2, ahead: 1 }]);
  await snoozePlace(line, { saleId, snoozes: [{ entryId: b, letPass: 2 }] });
  expect(ids(await call(2))).toEqual([a, c]);
  await wakePlace(line, { saleId, entryIds: [b, b, d] });
  expect(await standings([b, d])).toMatchObject([{ state: 'returned' }, { state: 'waiting', ahead: 0 }]);
  expect(ids(await call(2))).toEqual([b, d]);
});

test('LIN-30: as often as one likes; each time counts from now', async ({ db, redis }) => {
  const { line, saleId, join, call, standings } = await openCalledLine(db, redis);
  const all = await join(9);
  const [one = ''] = all;
  const snooze = (letPass: number) => snoozePlace(line, { saleId, snoozes: [{ entryId: one, letPass }] });
  await snooze(2);
  expect(ids(await call(2))).toEqual([all[1], all[2]]);
  await snooze(2);
  expect(await standings([one])).toMatchObject([{ state: 'snoozed', number: 1, ahead: 2 }]);
  expect(ids(await call(2))).toEqual([all[3], all[4]]);
  await markPresent(line, { saleId, entryIds: [one] });
  expect(ids(await call(1))).toEqual([one]);
});

test('LIN-30: nobody who is called, inside or elsewhere lets others pass, and leaving ends a snooze', async ({
  db,
  redis,
}) => {
  const { line, saleId, join, call, standings } = await openCalledLine(db, redis);
  const [called = ''] = await join(1);
  const [priority = ''] = await join(1, 'priority');
  const [slow = ''] = await join(1, 'slow');
  await call(1);
  const before = await standings([called, priority, slow, 'nobody']);
  const snoozes = [called, priority, slow, 'nobody'].map((entryId) => ({ entryId, letPass: 5 }));
  await snoozePlace(line, { saleId, snoozes });
  expect(await standings([called, priority, slow, 'nobody'])).toEqual(before);

  const [gone = ''] = await join(1);
  await snoozePlace(line, { saleId, snoozes: [{ entryId: gone, letPass: 5 }] });
  await leaveLine(line, { saleId, exits: [{ entryId: gone, number: 4 }] });
  expect(await standings([gone])).toMatchObject([{ state: 'none' }]);
  await wakePlace(line, { saleId, entryIds: [gone] });
  expect(await standings([gone])).toMatchObject([{ state: 'none' }]);
});

test('LIN-30: a late word about an older turn leaves the snooze of a later place alone', async ({
  db,
  redis,
}) => {
  const { line, saleId, join, standings } = await openCalledLine(db, redis);
  await join(3);
  const [entryId = ''] = await join(1);
  await snoozePlace(line, { saleId, snoozes: [{ entryId, letPass: 5 }] });
  const old = { entryId, admissionId: 'adm_old', number: 1, callNo: 1, deadlineMs: null } as const;
  await settleAdmissions(line, { saleId, facts: [{ ...old, lane: 'ordinary', state: 'ended' }] });
  expect(await standings([entryId])).toMatchObject([{ state: 'snoozed', number: 4 }]);
});
