/** What the dashboard's second says of settings, draw and lists (OPS-1). */
import { expect } from 'vitest';
import { beginLine, insertSale } from '../../test/line.ts';
import { newEntryId, test } from '../../test/stores.ts';
import { watchSale } from './watch-sale.ts';

test('OPS-1: settings and draw are of this second, and the seed is never told', async ({ db, redis }) => {
  const seed = 'never-to-be-told';
  const opensAt = new Date('2030-01-01T11:00:00Z');
  const saleId = await insertSale(db, {
    ...{ mode: 'raffle', winners: 40, state: 'lobby', opens_at: opensAt, claim_hours: 36, reserve_hours: 3 },
    ...{ code_required: true, priority_share: 45, embed_origins: ['https://shop.example'], autopilot: false },
    draw_seed: seed,
  });
  const line = await beginLine(db, redis, saleId);
  const read = watchSale({ db, line }, saleId);
  const before = await read();
  expect(before?.sale).toMatchObject({
    ...{ mode: 'raffle', winners: 40, opensAt: opensAt.toISOString(), claimHours: 36, reserveHours: 3 },
    ...{ codeRequired: true, priorityShare: 45, embedOrigins: ['https://shop.example'] },
  });
  expect(before?.pace.autopilot.isOn).toBe(false);
  expect(before?.draw).toMatchObject({
    size: null,
    root: null,
    rootAt: null,
    beacon: 'none',
    isRevealed: false,
  });

  const root = 'ab'.repeat(32);
  await db
    .updateTable('sale')
    .set({ draw_size: 7, draw_root: root, draw_root_at: opensAt, draw_beacon_state: 'awaited' })
    .set({ draw_beacon_round: 12, priority_share: 10 })
    .where('id', '=', saleId)
    .execute();
  const fixed = await read();
  expect(fixed?.sale.priorityShare).toBe(10);
  expect(fixed?.draw).toMatchObject({
    size: 7,
    root,
    rootAt: opensAt.toISOString(),
    beacon: 'awaited',
    round: 12,
  });
  expect(JSON.stringify(fixed)).not.toContain(seed);
  await db.updateTable('sale').set({ state: 'open', opened_at: opensAt }).where('id', '=', saleId).execute();
  expect((await read())?.draw.isRevealed).toBe(true);
});

test('OPS-1: lists are counted by where their people stand; who left is on none', async ({ db, redis }) => {
  const saleId = await insertSale(db);
  const line = await beginLine(db, redis, saleId);
  const states = ['waiting', 'waiting', 'called', 'done', 'left', 'left', 'left'] as const;
  await db
    .insertInto('reserve_entry')
    .values(
      states.map((state, at) => ({
        ...{ sale_id: saleId, visitor_id: newEntryId(), origin: 'soldOut' as const, number: at + 1, state },
      })),
    )
    .execute();
  const snapshot = await watchSale({ db, line }, saleId)();
  expect(snapshot?.lists).toEqual({ registered: 0, waiting: 2, called: 1, done: 1 });
});
