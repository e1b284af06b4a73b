/** Points that are held: once, not for ever, and never both in an order and in the balance. */
import { expect } from 'vitest';
import { openTestApi, test } from '../test/api.ts';
import { balance, brokenPoints, owner, rich } from '../test/points.ts';
import { reserveOf, startTestWriter } from '../test/writer.ts';
import { writeEntry } from './points.ts';
import { holdPoints, releasePoints, sweepPoints } from './points-hold.ts';

test('PNT-4: held for a reserve that nobody heard of, they go back by themselves; the reserve gets none then', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const buyer = await rich(api, stores, 1_000);
  const ask = { commandId: 'cmd', ...owner(buyer.id), amount: 600 };
  // The process that held them dies here; a repetition finds them held, and takes them once.
  await holdPoints(db, ask);
  await Promise.all([holdPoints(db, ask), holdPoints(db, ask)]);
  expect(await balance(db)).toBe(400);
  await expect(holdPoints(db, { ...ask, amount: 1 })).rejects.toMatchObject({ code: 'key_reused' });
  expect(await sweepPoints(db, 60_000)).toBe(0);
  await Promise.all([sweepPoints(db, 0), sweepPoints(db, 0), releasePoints(db, 'cmd')]);
  expect(await balance(db)).toBe(1_000);
  await holdPoints(db, ask);
  expect(await balance(db)).toBe(400);
  await releasePoints(db, 'cmd');
  expect(await balance(db)).toBe(1_000);

  // A reserve that is decided after its points went home.
  const sale = await api.makeSale({ mode: 'shelf' });
  const tier = { id: sale.id, tierIds: [sale.tiers[0]?.id ?? ''] };
  await using writer = await startedWriter(startTestWriter(stores));
  const shopper = { visitorId: 'v', admissionId: 'a' };
  const command = reserveOf(tier, shopper, {
    id: 'cmd',
    accountId: buyer.id,
    admissionId: null,
    points: 600,
  });
  expect(await writer.reserve(command)).toMatchObject({ outcome: 'refused', code: 'busy' });
  await holdPoints(db, { ...ask, commandId: 'other' });
  expect(await writer.reserve({ ...command, id: 'other', accountId: 'acc_2' })).toMatchObject({
    code: 'busy',
  });
  expect(await writer.reserve({ ...command, id: 'other', points: 601 })).toMatchObject({ code: 'busy' });
  expect(await writer.reserve({ ...command, id: 'other' })).toMatchObject({
    outcome: 'granted',
    order: { totalAmount: 9_400, points: 600 },
  });
  await releasePoints(db, 'other');
  expect(await balance(db)).toBe(400);
  expect(await brokenPoints(db)).toEqual([]);
});

async function startedWriter<W extends { stop(): Promise<void> }>(starting: Promise<W>) {
  const writer = await starting;
  return { ...writer, [Symbol.asyncDispose]: () => writer.stop() };
}

test('PNT-1: PostgreSQL itself lets no spending lead below nothing, and no fact be written twice', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const buyer = await rich(api, stores, 100);
  const write = (entry: { kind: 'spend' | 'takeBack' | 'earn'; amount: number; key: string }) =>
    db
      .transaction()
      .execute((trx) => writeEntry(trx, { ...owner(buyer.id), orderId: null, ofAmount: null, ...entry }));
  await expect(write({ kind: 'spend', amount: -101, key: 's' })).rejects.toThrow(/points_entry/);
  await expect(write({ kind: 'earn', amount: 1, key: 'earn:before' })).rejects.toThrow(/unique/);
  expect(await balance(db)).toBe(100);
  await write({ kind: 'takeBack', amount: -150, key: 't' });
  expect(await balance(db)).toBe(-50);
  await expect(holdPoints(db, { commandId: 'c', ...owner(buyer.id), amount: 1 })).rejects.toMatchObject({
    code: 'not_enough_points',
  });
  expect(await brokenPoints(db)).toEqual([]);
});
